package italk.engine.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What a message is sent to: everyone, a group, or one user. The unit of order: all see the
 * messages of one conversation in the same order, which is that of its history.
 *
 * @since 1.0
 */
@ProviderType
public sealed interface Conversation {

  /** Everyone who is online. */
  @ProviderType
  record Everyone() implements Conversation {
    @Override
    public String key() {
      return "everyone";
    }

    @Override
    public String toString() {
      return key();
    }
  }

  /**
   * The members of a group.
   *
   * @param name the group's name, 1 to 128 characters on one line
   */
  @ProviderType
  record OfGroup(String name) implements Conversation {
    /** Checks the name. */
    public OfGroup {
      Names.groupName(name);
    }

    @Override
    public String key() {
      return "group:" + name;
    }

    @Override
    public String toString() {
      return key();
    }
  }

  /**
   * Two users (or one, who takes notes). The same conversation whoever of them speaks.
   *
   * @param first the id that sorts first
   * @param second the other id
   */
  @ProviderType
  record Direct(String first, String second) implements Conversation {
    /** Checks the ids and brings them into order. */
    public Direct {
      Names.userId(first);
      Names.userId(second);
      if (first.compareTo(second) > 0) {
        String swapped = first;
        first = second;
        second = swapped;
      }
    }

    /** True where this user is one of the two. */
    public boolean involves(String userId) {
      return first.equals(userId) || second.equals(userId);
    }

    @Override
    public String key() {
      return "direct:" + first + " " + second;
    }

    @Override
    public String toString() {
      return key();
    }
  }

  /**
   * This conversation as one line of text, unique among conversations: {@code everyone}, {@code
   * group:NAME} or {@code direct:ID ID}.
   */
  String key();

  /** The conversation of everyone. */
  static Conversation everyone() {
    return new Everyone();
  }

  /** The conversation of a group. */
  static Conversation group(String name) {
    return new OfGroup(name);
  }

  /** The conversation of two users; the order of the two does not matter. */
  static Conversation direct(String oneUserId, String otherUserId) {
    return new Direct(oneUserId, otherUserId);
  }

  /**
   * The conversation with this {@link #key()}.
   *
   * @throws EngineException with {@link Problem.Code#INVALID} where it is none
   */
  static Conversation parse(String key) {
    if (key.equals("everyone")) {
      return everyone();
    } else if (key.startsWith("group:")) {
      return group(key.substring("group:".length()));
    } else if (key.startsWith("direct:") && key.indexOf(' ') > 0) {
      int space = key.indexOf(' ');
      return direct(key.substring("direct:".length(), space), key.substring(space + 1));
    }
    throw Problem.of(
            Problem.Code.INVALID,
            "A conversation is \"everyone\", \"group:NAME\" or \"direct:ID ID\", found "
                + Names.quoted(key)
                + ".")
        .exception();
  }
}
