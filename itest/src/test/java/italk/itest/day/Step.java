package italk.itest.day;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import java.util.List;

/**
 * One thing that somebody does. Messages are named by their place among all that are said in the
 * scene, from 0, whether they come through or not.
 */
public sealed interface Step {

  /** Comes online, unless so already. */
  record Connect(String user) implements Step {}

  /** Sends a message. Other steps of the scene need not wait for the answer. */
  record Say(String user, Conversation to, String text) implements Step {}

  /** Sends one message right after the other. */
  record Flood(String user, Conversation to, List<String> texts) implements Step {}

  /** Gives a message another text. */
  record Edit(int said, String by, String text, String reason) implements Step {}

  /** Takes a message back. */
  record Retract(int said, String by, String reason) implements Step {}

  /** Pins a message. */
  record Pin(int said, String by) implements Step {}

  /** Reports a message. */
  record Report(int said, String by, String reason) implements Step {}

  /** What is done about a user. */
  enum Measure {
    BAN,
    UNBAN,
    MUTE,
    UNMUTE,
    KICK
  }

  /** Does something about a user. */
  record Take(Measure measure, String by, String user, String reason) implements Step {}

  /** The operator gives a user a role. */
  record Grant(String user, String role) implements Step {}

  /** A user makes a group. */
  record Create(String group, Group.Visibility visibility, String owner) implements Step {}

  /** A user comes into a group; where it is private, because its owner invites. */
  record Enter(String group, String owner, String user) implements Step {}

  /** A member is removed. */
  record Remove(String group, String by, String user, String reason) implements Step {}

  /** A rule of a group is changed. */
  record Rule(String group, String by, String rule, String value, String reason) implements Step {}
}
