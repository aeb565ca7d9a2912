package italk.bench.setup;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.User;
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
}
