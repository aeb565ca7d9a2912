package italk.ext.events.webhook;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Messages;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.event.EngineEvent;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Stored messages: what is asked of the feed, and nothing else. Safe for any thread. */
final class TestMessages {

  private final NavigableMap<MessageId, Message> stored = new ConcurrentSkipListMap<>();
  private long last;

  Messages asMessages() {
    return (Messages)
        Proxy.newProxyInstance(
            Messages.class.getClassLoader(),
            new Class<?>[] {Messages.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "since" ->
                      stored.tailMap((MessageId) arguments[0], false).values().stream()
                          .limit((Integer) arguments[1])
                          .toList();
                  case "find" -> Optional.ofNullable(stored.get(arguments[0]));
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }

  synchronized EngineEvent.MessageSent send(String conversation, String content) {
    last = Math.max(last, MessageId.firstAt(Instant.now()).value()) + 1;
    Message message =
        new Message(
            new MessageId(last),
            Conversation.parse(conversation),
            "123",
            "Alice",
            content,
            Optional.empty());
    stored.put(message.id(), message);
    return new EngineEvent.MessageSent(
        new User("123", "Alice", Metadata.EMPTY, Instant.EPOCH, true), message);
  }

  void retract(MessageId id) {
    stored.computeIfPresent(id, (key, message) -> message.retracted(Instant.now()));
  }
}
