package italk.engine.api.moderation;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Conversation;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Whom or what something was done to.
 *
 * @param kind what it is
 * @param id the user's id, the group's name, the message's id, the conversation's key or the
 *     extension's name; 1 to {@value #MAX_LENGTH} characters
 * @since 1.0
 */
@ProviderType
public record Target(Kind kind, String id) {

  /** How long an id may be. */
  public static final int MAX_LENGTH = 300;

  /** What a target can be. New kinds may be added: have a default branch. */
  @ProviderType
  public enum Kind {
    /** A user, by id. */
    USER,
    /** A group, by name. */
    GROUP,
    /** A message, by id. */
    MESSAGE,
    /** A conversation, by key. */
    CONVERSATION,
    /** An extension, by name. */
    EXTENSION
  }

  /** Checks every part. */
  public Target {
    requireNonNull(kind, "kind");
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      throw Problem.of(
              Problem.Code.INVALID,
              "What something is done to has an id of 1 to "
                  + MAX_LENGTH
                  + " characters, found "
                  + id.length()
                  + ".")
          .exception();
    }
  }

  /** A user. */
  public static Target user(String id) {
    return new Target(Kind.USER, id);
  }

  /** A group. */
  public static Target group(String name) {
    return new Target(Kind.GROUP, name);
  }

  /** A message. */
  public static Target message(MessageId id) {
    return new Target(Kind.MESSAGE, id.toString());
  }

  /** A conversation. */
  public static Target conversation(Conversation conversation) {
    return new Target(Kind.CONVERSATION, conversation.key());
  }

  /** An extension. */
  public static Target extension(String name) {
    return new Target(Kind.EXTENSION, name);
  }

  /** Such as {@code user 42}. */
  @Override
  public String toString() {
    return switch (kind) {
      case USER -> "user " + id;
      case GROUP -> "group " + id;
      case MESSAGE -> "message " + id;
      case CONVERSATION -> "conversation " + id;
      case EXTENSION -> "extension " + id;
    };
  }
}
