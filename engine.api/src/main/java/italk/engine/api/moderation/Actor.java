package italk.engine.api.moderation;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Problem;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who does something: a user, the operator of the engine, or an extension by itself.
 *
 * @param kind what it is
 * @param id the user's id or the extension's name; "" for the operator
 * @since 1.0
 */
@ProviderType
public record Actor(Kind kind, String id) {

  /** What an actor can be. New kinds may be added: have a default branch. */
  @ProviderType
  public enum Kind {
    /** A user, with what rights the user has. */
    USER,
    /** Whoever runs the engine: may do everything. */
    OPERATOR,
    /** An extension that acts by its own rules: may do everything. */
    EXTENSION
  }

  private static final int MAX_LENGTH = 128;
  private static final Actor THE_OPERATOR = new Actor(Kind.OPERATOR, "");

  /** Checks that the id fits the kind. */
  public Actor {
    requireNonNull(kind, "kind");
    requireNonNull(id, "id");
    if (id.isEmpty() != (kind == Kind.OPERATOR) || id.length() > MAX_LENGTH) {
      throw Problem.of(
              Problem.Code.INVALID,
              "An actor is the operator without an id, or a user or an extension with one of 1 to "
                  + MAX_LENGTH
                  + " characters, found "
                  + kind
                  + " with "
                  + id.length()
                  + ".")
          .exception();
    }
  }

  /** The user with this id. */
  public static Actor user(String id) {
    return new Actor(Kind.USER, id);
  }

  /** Whoever runs the engine. */
  public static Actor operator() {
    return THE_OPERATOR;
  }

  /** The extension with this name, by its own rules. */
  public static Actor extension(String name) {
    return new Actor(Kind.EXTENSION, name);
  }

  /** True where this is the user with this id. */
  public boolean isUser(String userId) {
    return kind == Kind.USER && id.equals(userId);
  }

  /** True where no permission needs to be asked for. */
  public boolean mayDoEverything() {
    return kind != Kind.USER;
  }

  /** {@code user ID}, {@code operator} or {@code extension NAME}. */
  @Override
  public String toString() {
    return switch (kind) {
      case USER -> "user " + id;
      case OPERATOR -> "operator";
      case EXTENSION -> "extension " + id;
    };
  }

  /**
   * The actor with this {@link #toString()}.
   *
   * @throws italk.engine.api.EngineException with {@code INVALID} where it is none
   */
  public static Actor parse(String text) {
    if (text.equals("operator")) {
      return operator();
    } else if (text.startsWith("user ")) {
      return user(text.substring("user ".length()));
    } else if (text.startsWith("extension ")) {
      return extension(text.substring("extension ".length()));
    }
    throw Problem.of(
            Problem.Code.INVALID,
            "An actor is \"user ID\", \"operator\" or \"extension NAME\", found a text of "
                + text.length()
                + " characters that is none of them.")
        .exception();
  }
}
