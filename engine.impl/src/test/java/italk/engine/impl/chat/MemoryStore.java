package italk.engine.impl.chat;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.ReadPositions;
import italk.engine.api.User;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
import italk.engine.api.store.Store;
import italk.engine.api.store.StoreTransaction;
import italk.engine.api.store.StoreWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A store as the engine's contract with it says, but for durability: one writer thread, commits for
 * all that wait. A test can make it hold its commits, fail them, and fail to read.
 */
final class MemoryStore implements Store, AutoCloseable {

  private record Write<T>(StoreWrite<T> change, CompletableFuture<T> result) {
    void run(Transaction transaction, List<Runnable> committed, List<Runnable> failed) {
      T value = change.run(transaction);
      committed.add(() -> result.complete(value));
      failed.add(() -> result.completeExceptionally(unavailable("The commit failed.")));
    }
  }

  private record Sent(String senderId, String clientId) {}

  private record Reader(String userId, Conversation conversation) {}

  private final BlockingQueue<Write<?>> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger pending = new AtomicInteger();
  private final Thread writer = new Thread(this::run, "test-store-writer");
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile boolean failsCommits;
  private volatile boolean failsReads;
  private volatile boolean failsWriting;
  private volatile Runnable beforeReading = () -> {};

  // Guarded by this: what was committed.
  private final NavigableMap<String, User> users = new TreeMap<>();
  private final NavigableMap<String, Group> groups = new TreeMap<>();
  private final List<Message> messages = new ArrayList<>();
  private final Map<Sent, Message> sent = new HashMap<>();
  private final Map<Reader, MessageId> read = new HashMap<>();
  private final List<ModerationRecord> records = new ArrayList<>();
  private long lastId = MessageId.firstAt(Instant.now()).value();

  MemoryStore() {
    writer.setDaemon(true);
    writer.start();
  }

  /** Commits nothing until {@link #release}. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  void failCommits(boolean fails) {
    failsCommits = fails;
  }

  void failReads(boolean fails) {
    failsReads = fails;
  }

  /** Throws at {@link #write} itself, instead of failing the stage. */
  void failWriting(boolean fails) {
    failsWriting = fails;
  }

  void beforeReading(Runnable hook) {
    beforeReading = hook;
  }

  private static EngineException unavailable(String message) {
    return Problem.unavailable(message, Duration.ofSeconds(1)).exception();
  }

  private void run() {
    try {
      while (true) {
        List<Write<?>> batch = new ArrayList<>(List.of(queue.take()));
        gate.await();
        queue.drainTo(batch);
        commit(batch);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void commit(List<Write<?>> batch) {
    List<Runnable> committed = new ArrayList<>();
    List<Runnable> failed = new ArrayList<>();
    synchronized (this) {
      Map<String, User> usersBefore = new HashMap<>(users);
      Map<String, Group> groupsBefore = new HashMap<>(groups);
      boolean fails = failsCommits;
      List<Message> messagesBefore = fails ? List.copyOf(messages) : List.of();
      for (Write<?> write : batch) {
        try {
          write.run(new Transaction(), committed, failed);
        } catch (RuntimeException e) { // Before it has changed anything: all of ours check first.
          Runnable tell = () -> write.result().completeExceptionally(e);
          committed.add(tell);
          failed.add(tell);
        }
      }
      if (fails) {
        users.clear();
        users.putAll(usersBefore);
        groups.clear();
        groups.putAll(groupsBefore);
        messages.clear();
        messages.addAll(messagesBefore);
        Set<MessageId> left = messages.stream().map(Message::id).collect(Collectors.toSet());
        sent.values().removeIf(message -> !left.contains(message.id()));
        committed = failed;
      }
    }
    pending.addAndGet(-batch.size());
    committed.forEach(Runnable::run);
  }

  /** How many writes wait for their commit. */
  int pending() {
    return pending.get();
  }

  private final class Transaction implements StoreTransaction {
    @Override
    public Optional<User> user(String id) {
      return Optional.ofNullable(users.get(id));
    }

    @Override
    public void save(User user) {
      users.put(user.id(), user.withOnline(false));
    }

    @Override
    public Optional<Group> group(String name) {
      return Optional.ofNullable(groups.get(name));
    }

    @Override
    public void save(Group group) {
      groups.put(group.name(), group);
    }

    @Override
    public void deleteGroup(String name) {
      groups.remove(name);
    }

    @Override
    public Appended append(
        Conversation conversation, User sender, String content, Optional<String> clientId) {
      Optional<Message> first = clientId.map(id -> sent.get(new Sent(sender.id(), id)));
      if (first.isPresent()) {
        return new Appended(first.get(), true);
      }
      Message message =
          new Message(
              new MessageId(++lastId), conversation, sender.id(), sender.name(), content, clientId);
      messages.add(message);
      clientId.ifPresent(id -> sent.put(new Sent(sender.id(), id), message));
      return new Appended(message, false);
    }

    @Override
    public Optional<Message> message(MessageId id) {
      return messages.stream().filter(message -> message.id().equals(id)).findFirst();
    }

    @Override
    public Message edit(MessageId id, String content, Instant at) {
      return replace(message(id).orElseThrow().edited(content, at));
    }

    @Override
    public Message retract(MessageId id, Instant at) {
      return replace(message(id).orElseThrow().retracted(at));
    }

    private Message replace(Message changed) {
      messages.replaceAll(message -> message.id().equals(changed.id()) ? changed : message);
      return changed;
    }

    @Override
    public int purge(Conversation conversation, MessageId olderThan, int limit) {
      List<Message> old =
          messages.stream()
              .filter(m -> m.conversation().equals(conversation))
              .filter(m -> m.id().compareTo(olderThan) < 0)
              .limit(limit)
              .toList();
      messages.removeAll(old);
      return old.size();
    }

    @Override
    public void read(String userId, Conversation conversation, MessageId upTo) {
      read.merge(
          new Reader(userId, conversation),
          upTo,
          (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    @Override
    public ModerationRecord record(
        Actor by,
        String action,
        Target target,
        String reason,
        Optional<Instant> until,
        Metadata details) {
      ModerationRecord record =
          new ModerationRecord(
              records.size() + 1L, Instant.now(), by, action, target, reason, until, details);
      records.add(record);
      return record;
    }
  }

  @Override
  public <T> CompletionStage<T> write(StoreWrite<T> change) {
    if (failsWriting) {
      throw unavailable("The store takes nothing.");
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    pending.incrementAndGet();
    queue.add(new Write<>(change, result));
    return result;
  }

  private void read() {
    beforeReading.run();
    if (failsReads) {
      throw unavailable("The store can't be read.");
    }
  }

  @Override
  public Optional<User> user(String id) {
    Optional<User> found;
    synchronized (this) {
      found = Optional.ofNullable(users.get(id));
    }
    read();
    return found;
  }

  @Override
  public synchronized List<User> users(String afterId, int limit) {
    return users.tailMap(afterId, false).values().stream().limit(limit).toList();
  }

  @Override
  public synchronized List<User> searchUsers(String text, int limit) {
    return users.values().stream().filter(u -> u.name().contains(text)).limit(limit).toList();
  }

  @Override
  public Optional<Group> group(String name) {
    Optional<Group> found;
    synchronized (this) {
      found = Optional.ofNullable(groups.get(name));
    }
    read();
    return found;
  }

  @Override
  public synchronized List<Group> groups(String afterName, int limit) {
    return groups.tailMap(afterName, false).values().stream().limit(limit).toList();
  }

  @Override
  public synchronized List<String> groupsOf(String userId) {
    return groups.values().stream().filter(g -> g.hasMember(userId)).map(Group::name).toList();
  }

  @Override
  public synchronized List<Message> before(Conversation conversation, MessageId id, int limit) {
    List<Message> older =
        messages.stream()
            .filter(m -> m.conversation().equals(conversation) && m.id().compareTo(id) < 0)
            .toList();
    return older.subList(Math.max(0, older.size() - limit), older.size());
  }

  @Override
  public synchronized List<Message> after(Conversation conversation, MessageId id, int limit) {
    return messages.stream()
        .filter(m -> m.conversation().equals(conversation) && m.id().compareTo(id) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Message> sent(String senderId, String clientId) {
    read();
    synchronized (this) {
      return Optional.ofNullable(sent.get(new Sent(senderId, clientId)));
    }
  }

  @Override
  public Optional<Message> message(MessageId id) {
    read();
    synchronized (this) {
      return messages.stream().filter(message -> message.id().equals(id)).findFirst();
    }
  }

  @Override
  public synchronized List<Message> since(MessageId id, int limit) {
    return messages.stream().filter(m -> m.id().compareTo(id) > 0).limit(limit).toList();
  }

  @Override
  public synchronized List<Message> search(MessageSearch search) {
    return messages.stream()
        .filter(message -> message.content().contains(search.text()))
        .limit(search.limit())
        .toList();
  }

  @Override
  public synchronized Optional<MessageId> newest(Conversation conversation, int count) {
    List<Message> found =
        messages.stream().filter(m -> m.conversation().equals(conversation)).toList();
    return found.size() < count
        ? Optional.empty()
        : Optional.of(found.get(found.size() - count).id());
  }

  @Override
  public synchronized List<Conversation> conversations(String afterKey, int limit) {
    return messages.stream()
        .map(Message::conversation)
        .distinct()
        .filter(conversation -> conversation.key().compareTo(afterKey) > 0)
        .sorted(Comparator.comparing(Conversation::key))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<MessageId> readPosition(String userId, Conversation conversation) {
    return Optional.ofNullable(read.get(new Reader(userId, conversation)));
  }

  @Override
  public List<ReadPositions.Unread> unread(String userId, String afterKey, int limit) {
    return List.of(); // The store's own tests ask for it.
  }

  @Override
  public List<ModerationRecord> moderation(long number, int limit) {
    return newestRecords(record -> record.number() < number, limit);
  }

  @Override
  public List<ModerationRecord> moderation(Target target, long number, int limit) {
    return newestRecords(r -> r.number() < number && r.target().equals(target), limit);
  }

  private synchronized List<ModerationRecord> newestRecords(
      Predicate<ModerationRecord> wanted, int limit) {
    return records.stream()
        .filter(wanted)
        .sorted(Comparator.comparing(ModerationRecord::number).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<String> outage() {
    return failsWriting ? Optional.of("the test wants it so") : Optional.empty();
  }

  /** All messages of all conversations, in the order of the commits. */
  synchronized List<Message> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void close() {
    writer.interrupt();
  }
}
