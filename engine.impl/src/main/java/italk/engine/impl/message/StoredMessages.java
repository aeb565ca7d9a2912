package italk.engine.impl.message;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Conversation;
import italk.engine.api.Inbox;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Messages;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.event.Change;
import italk.engine.api.moderation.Actor;
import italk.engine.api.store.Store;
import italk.engine.impl.kept.Changes;
import italk.engine.impl.kept.Pages;
import italk.engine.impl.kept.Waiting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The stored messages, read from the store each time. */
public final class StoredMessages implements Messages {

  private final Store store;
  private final Changes changes;
  private final MessageCommits commits;
  private final Editing editing;
  private final MessagePipeline pipeline;

  /** What a message was, and its tombstone. */
  private record Retracted(Message before, Message tombstone) {}

  public StoredMessages(
      Store store,
      Changes changes,
      MessageCommits commits,
      Editing editing,
      MessagePipeline pipeline) {
    this.store = store;
    this.changes = changes;
    this.commits = commits;
    this.editing = editing;
    this.pipeline = pipeline;
  }

  @Override
  public Optional<Message> find(MessageId id) {
    return store.message(requireNonNull(id, "id"));
  }

  @Override
  public List<Message> since(MessageId id, int limit) {
    return store.since(requireNonNull(id, "id"), Pages.checked(limit, MAX_PAGE));
  }

  @Override
  public List<Message> search(MessageSearch search) {
    return store.search(requireNonNull(search, "search"));
  }

  @Override
  public CompletionStage<SendResult> edit(MessageId id, String content, Actor by) {
    return editing.edit(id, content, by);
  }

  // Allowed to an interceptor while it is asked: nobody is asked about it, so it ends.
  @Override
  public Message retract(MessageId id, Actor by, String reason) {
    requireNonNull(by, "by");
    requireNonNull(reason, "reason");
    pipeline
        .problemOfClosed()
        .ifPresent(
            problem -> {
              throw problem.exception();
            });
    Message found = find(id).orElseThrow(() -> Editing.unknown(id));
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    CompletionStage<Retracted> retracted =
        commits.make(
            found.conversation(),
            transaction -> {
              Message before = transaction.message(id).orElseThrow(() -> Editing.unknown(id));
              return new Retracted(
                  before, before.isRetracted() ? before : transaction.retract(id, at));
            },
            (done, thrown) -> {
              if (thrown == null && !done.before().isRetracted()) {
                commits.show(
                    done.tombstone(),
                    new Inbox.Changed(done.tombstone()),
                    new Change.MessageRetracted(done.before(), done.tombstone(), by, reason, at));
              }
            });
    return Waiting.get(retracted, Changes.LIMIT, "Retracting the message " + id).tombstone();
  }

  @Override
  public int purge(Conversation conversation, MessageId olderThan, int limit) {
    requireNonNull(conversation, "conversation");
    requireNonNull(olderThan, "olderThan");
    int checked = Pages.checked(limit, MAX_PAGE);
    return changes.<Integer, Integer>make(
        transaction -> transaction.purge(conversation, olderThan, checked),
        deleted -> deleted,
        "Deleting messages of " + conversation);
  }

  @Override
  public Optional<MessageId> newest(Conversation conversation, int count) {
    requireNonNull(conversation, "conversation");
    if (count < 1) {
      throw Problem.of(Problem.Code.INVALID, "Messages are counted from 1, found " + count + ".")
          .exception();
    }
    return store.newest(conversation, count);
  }

  @Override
  public List<Conversation> conversations(String afterKey, int limit) {
    return store.conversations(
        requireNonNull(afterKey, "afterKey"), Pages.checked(limit, MAX_PAGE));
  }
}
