package italk.itest.day;

import italk.engine.api.Conversation;
import java.util.ArrayList;
import java.util.List;

/**
 * Who and what takes part in one scene, and in no other: so what comes of a scene does not depend
 * on how fast the others are. Everyone's conversation belongs to the first scene.
 *
 * @param scene its number, from 0
 */
record Cast(int scene) {

  /** How many users a scene has. */
  static final int USERS = 25;

  private static final int FIRST_TROUBLEMAKER = 4;
  private static final int FIRST_ORDINARY = 9;

  private String user(int number) {
    return String.format("s%du%02d", scene, number);
  }

  /** All of them. */
  List<String> users() {
    List<String> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      users.add(user(i));
    }
    return users;
  }

  /** May do everything with users and messages. */
  String moderator() {
    return user(0);
  }

  /** Has made the groups. */
  String owner() {
    return user(1);
  }

  /** Sends too many messages. */
  String flooder() {
    return user(2);
  }

  /** Says the same too often. */
  String parrot() {
    return user(3);
  }

  /** Are banned, muted, kicked and removed. */
  List<String> troublemakers() {
    return users().subList(FIRST_TROUBLEMAKER, FIRST_ORDINARY);
  }

  /** Chat. */
  List<String> ordinary() {
    return users().subList(FIRST_ORDINARY, USERS);
  }

  /** Everybody may come in; at times only moderators may write. */
  String publicGroup() {
    return "scene " + scene + " public";
  }

  /** Who is invited may come in. */
  String privateGroup() {
    return "scene " + scene + " private";
  }

  /** In slow mode, of a day. */
  String slowGroup() {
    return "scene " + scene + " slow";
  }

  /** What the two who flood have to themselves. */
  Conversation floods() {
    return Conversation.direct(flooder(), parrot());
  }
}
