package italk.ext.messages;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Permissions;
import java.util.Optional;
import java.util.function.Supplier;

/** Who may see, and who may moderate. Asks anew every time, so that a change counts at once. */
final class MessageRights {

  private final Engine engine;
  private final Supplier<Optional<Permissions>> permissions;

  /**
   * Rights by these.
   *
   * @param permissions empty while there are none
   */
  MessageRights(Engine engine, Supplier<Optional<Permissions>> permissions) {
    this.engine = engine;
    this.permissions = permissions;
  }

  boolean moderatesEverywhere(Actor actor) {
    return actor.mayDoEverything() || allows(actor, Permissions.MODERATE_MESSAGES);
  }

  private boolean allows(Actor actor, String permission) {
    return permissions.get().filter(it -> it.allows(actor, permission)).isPresent();
  }

  boolean moderates(Actor actor, Conversation conversation) {
    if (moderatesEverywhere(actor)) {
      return true;
    }
    return conversation instanceof Conversation.OfGroup group
        && (allows(actor, Permissions.MODERATE_GROUPS)
            || role(group, actor).filter(role -> role != Group.Role.MEMBER).isPresent());
  }

  private Optional<Group.Role> role(Conversation.OfGroup group, Actor actor) {
    return engine
        .groups()
        .find(group.name())
        .flatMap(it -> Optional.ofNullable(it.members().get(actor.id())));
  }

  boolean sees(Actor actor, Conversation conversation) {
    boolean takesPart =
        conversation instanceof Conversation.Everyone
            || conversation instanceof Conversation.Direct direct && direct.involves(actor.id())
            || conversation instanceof Conversation.OfGroup group && role(group, actor).isPresent();
    return takesPart || moderates(actor, conversation);
  }

  boolean pins(Actor actor, Conversation conversation) {
    return conversation instanceof Conversation.Direct direct && direct.involves(actor.id())
        || moderates(actor, conversation);
  }

  /**
   * The message, where the actor may see it.
   *
   * @throws italk.engine.api.EngineException where there is none, in the same words
   */
  Message visible(MessageId id, Actor actor) {
    return engine
        .messages()
        .find(id)
        .filter(message -> sees(actor, message.conversation()))
        .orElseThrow(
            () ->
                Problem.of(
                        Problem.Code.INVALID,
                        "There is no message " + id + " that " + actor + " can see.")
                    .exception());
  }

  /** Refuses where it may not be done. */
  static void check(boolean allowed, Actor actor, String what) {
    if (!allowed) {
      throw notAllowed(actor + " may not " + what + ".");
    }
  }

  static RuntimeException notAllowed(String why) {
    return Problem.of(Problem.Code.NOT_ALLOWED, why).exception();
  }
}
