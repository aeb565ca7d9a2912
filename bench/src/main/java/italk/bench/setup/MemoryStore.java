package italk.bench.setup;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Metadata;
import italk.engine.api.ReadPositions;
import italk.engine.api.User;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
import italk.engine.api.store.Store;
import italk.engine.api.store.StoreTransaction;
import italk.engine.api.store.StoreWrite;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store that says at once that it has stored, and keeps users only: so that the engine's own part
 * of a message's way is measured, and no disk.
 *
 * <p>Changes run on the caller's thread, one at a time, under the lock of {@code this}.
 */
public final class MemoryStore implements Store, StoreTransaction {

  private final Map<String, User> users = new ConcurrentHashMap<>();
  private long lastId = MessageId.firstAt(Instant.now()).value();

  @Override
  public <T> CompletionStage<T> write(StoreWrite<T> write) {
    try {
      synchronized (this) {
        return CompletableFuture.completedStage(write.run(this));
      }
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public Optional<User> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  @Override
  public void save(User user) {
    users.put(user.id(), user);
  }

  @Override
  public Appended append(
      Conversation conversation, User sender, String content, Optional<String> clientId) {
    lastId++;
    return new Appended(
        new Message(
            new MessageId(lastId), conversation, sender.id(), sender.name(), content, clientId),
        false);
  }

  @Override
  public Optional<Group> group(String name) {
    return Optional.empty();
  }

  @Override
  public void save(Group group) {
    throw new UnsupportedOperationException("The bench has no groups.");
  }

  @Override
  public void deleteGroup(String name) {
    throw new UnsupportedOperationException("The bench has no groups.");
  }

  @Override
  public List<User> users(String afterId, int limit) {
    return List.of();
  }

  @Override
  public List<User> searchUsers(String text, int limit) {
    return List.of();
  }

  @Override
  public List<Group> groups(String afterName, int limit) {
    return List.of();
  }

  @Override
  public List<String> groupsOf(String userId) {
    return List.of();
  }

  @Override
  public List<Message> before(Conversation conversation, MessageId id, int limit) {
    return List.of();
  }

  @Override
  public List<Message> after(Conversation conversation, MessageId id, int limit) {
    return List.of();
  }

  @Override
  public Optional<Message> sent(String senderId, String clientId) {
    return Optional.empty();
  }

  @Override
  public Optional<Message> message(MessageId id) {
    return Optional.empty();
  }

  @Override
  public List<Message> since(MessageId id, int limit) {
    return List.of();
  }

  @Override
  public List<Message> search(MessageSearch search) {
    return List.of();
  }

  @Override
  public Optional<MessageId> newest(Conversation conversation, int count) {
    return Optional.empty();
  }

  @Override
  public List<Conversation> conversations(String afterKey, int limit) {
    return List.of();
  }

  @Override
  public Optional<MessageId> readPosition(String userId, Conversation conversation) {
    return Optional.empty();
  }

  @Override
  public List<ReadPositions.Unread> unread(String userId, String afterKey, int limit) {
    return List.of();
  }

  @Override
  public List<ModerationRecord> moderation(long number, int limit) {
    return List.of();
  }

  @Override
  public List<ModerationRecord> moderation(Target target, long number, int limit) {
    return List.of();
  }

  @Override
  public Optional<String> outage() {
    return Optional.empty();
  }

  @Override
  public Message edit(MessageId id, String content, Instant at) {
    throw keepsNone();
  }

  @Override
  public Message retract(MessageId id, Instant at) {
    throw keepsNone();
  }

  @Override
  public int purge(Conversation conversation, MessageId olderThan, int limit) {
    return 0;
  }

  @Override
  public void read(String userId, Conversation conversation, MessageId upTo) {
    throw keepsNone();
  }

  @Override
  public ModerationRecord record(
      Actor by,
      String action,
      Target target,
      String reason,
      Optional<Instant> until,
      Metadata details) {
    throw keepsNone();
  }

  private static UnsupportedOperationException keepsNone() {
    return new UnsupportedOperationException("The bench keeps no messages.");
  }
}
