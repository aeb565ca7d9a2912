package italk.ext.events.webhook;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Conversation;
import italk.ext.events.fact.EventFacts;
import italk.ext.events.fact.Patterns;
import java.net.URI;
import java.util.Optional;

/**
 * Where events are to be sent, and which. Immutable.
 *
 * @param name what it is called
 * @param url where it is told; may hold a secret, so never show it
 * @param events the types that it is told
 * @param conversations the keys of the conversations that it is told of; empty for all, and for
 *     what belongs to no conversation
 * @param signature signs what it is told; empty where it is not signed
 */
public record Webhook(
    String name,
    URI url,
    Patterns events,
    Optional<Patterns> conversations,
    Optional<Signature> signature) {

  /** Checks that nothing is missing. */
  public Webhook {
    requireNonNull(name, "name");
    requireNonNull(url, "url");
    requireNonNull(events, "events");
    requireNonNull(conversations, "conversations");
    requireNonNull(signature, "signature");
  }

  /** True where it is to be told of this. */
  boolean wants(EventFacts facts) {
    return wants(facts.type(), facts.conversation());
  }

  boolean wants(String type, Optional<Conversation> conversation) {
    return events.matches(type)
        && (conversations.isEmpty()
            || conversation.filter(it -> conversations.get().matches(it.key())).isPresent());
  }

  boolean wantsMessages() {
    return events.matches(EventFacts.MESSAGE_SENT);
  }

  /** Where it is told, without what may be secret: no path, no query. */
  String shownUrl() {
    return url.getScheme() + "://" + url.getRawAuthority() + "/…";
  }
}
