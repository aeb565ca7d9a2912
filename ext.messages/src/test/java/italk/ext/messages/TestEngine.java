package italk.ext.messages;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Group;
import italk.engine.api.Groups;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Messages;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.moderation.Actor;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * As much of an engine as the extension asks for: stored messages and groups, in memory. Anything
 * else is a fault of the extension.
 */
public final class TestEngine implements Messages {

  private final NavigableMap<MessageId, Message> stored = new ConcurrentSkipListMap<>();
  private final Map<String, Group> groups = new ConcurrentHashMap<>();
  private final List<MessageSearch> searches = new ArrayList<>();
  private final List<Integer> purges = new ArrayList<>();
  private Optional<Problem> refusal = Optional.empty();

  /** The engine with these messages. */
  Engine engine() {
    Groups found =
        answering(
            Groups.class, "find", argument -> Optional.ofNullable(groups.get((String) argument)));
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "messages" -> this;
                  case "groups" -> found;
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }

  private interface Answer {
    Object to(Object argument);
  }

  private static <T> T answering(Class<T> type, String name, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (!method.getName().equals(name)) {
                throw new UnsupportedOperationException(method.toString());
              }
              return answer.to(arguments[0]);
            }));
  }

  void group(String name, Map<String, Group.Role> members) {
    groups.put(
        name, new Group(name, Group.Visibility.PRIVATE, Metadata.EMPTY, members, Instant.EPOCH));
  }

  /** Stores a message that was sent at a time. */
  public Message store(Conversation to, String senderId, String content, Instant at) {
    MessageId first = MessageId.firstAt(at);
    MessageId id = first;
    while (stored.containsKey(id)) {
      id = new MessageId(id.value() + 1);
    }
    Message message = new Message(id, to, senderId, senderId, content, Optional.empty());
    stored.put(id, message);
    return message;
  }

  void refuseEdits(Problem problem) {
    refusal = Optional.of(problem);
  }

  List<MessageSearch> searches() {
    return searches;
  }

  /** How many messages each call of purge has deleted. */
  public List<Integer> purges() {
    synchronized (purges) {
      return List.copyOf(purges);
    }
  }

  @Override
  public Optional<Message> find(MessageId id) {
    return Optional.ofNullable(stored.get(id));
  }

  @Override
  public List<Message> since(MessageId id, int limit) {
    return stored.tailMap(id, false).values().stream().limit(limit).toList();
  }

  @Override
  public List<Message> search(MessageSearch search) {
    searches.add(search);
    return List.of();
  }

  @Override
  public CompletionStage<SendResult> edit(MessageId id, String content, Actor by) {
    return CompletableFuture.completedStage(
        refusal
            .<SendResult>map(SendResult.Refused::new)
            .orElseGet(
                () ->
                    new SendResult.Sent(
                        stored.computeIfPresent(
                            id, (key, message) -> message.edited(content, Instant.EPOCH)),
                        false)));
  }

  @Override
  public Message retract(MessageId id, Actor by, String reason) {
    return stored.computeIfPresent(id, (key, message) -> message.retracted(Instant.EPOCH));
  }

  @Override
  public int purge(Conversation conversation, MessageId olderThan, int limit) {
    List<MessageId> gone =
        of(conversation).filter(id -> id.compareTo(olderThan) < 0).limit(limit).toList();
    gone.forEach(stored::remove);
    synchronized (purges) {
      purges.add(gone.size());
    }
    return gone.size();
  }

  @Override
  public Optional<MessageId> newest(Conversation conversation, int count) {
    List<MessageId> ids = of(conversation).toList();
    return ids.size() < count ? Optional.empty() : Optional.of(ids.get(ids.size() - count));
  }

  private java.util.stream.Stream<MessageId> of(Conversation conversation) {
    return stored.values().stream()
        .filter(message -> message.conversation().equals(conversation))
        .map(Message::id);
  }

  @Override
  public List<Conversation> conversations(String afterKey, int limit) {
    NavigableMap<String, Conversation> all = new TreeMap<>();
    stored.values().forEach(it -> all.put(it.conversation().key(), it.conversation()));
    return all.tailMap(afterKey, false).values().stream().limit(limit).toList();
  }
}
