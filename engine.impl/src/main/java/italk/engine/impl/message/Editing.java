package italk.engine.impl.message;

import static java.util.Objects.requireNonNull;

import italk.engine.api.EngineException;
import italk.engine.api.Inbox;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.User;
import italk.engine.api.event.Change;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.moderation.Actor;
import italk.engine.api.store.Store;
import italk.engine.impl.hook.Passage;
import italk.engine.impl.kept.StoredUsers;
import italk.engine.impl.kept.Waiting;
import italk.engine.impl.work.Lanes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes edits of stored messages. */
public final class Editing {

  private final Passage<MessageInterceptor> passage;
  private final MessagePipeline pipeline;
  private final Store store;
  private final StoredUsers users;
  private final MessageCommits commits;

  /**
   * In which conversation a message is has to be asked of the store, before the lane of that
   * conversation is known: in the order of the calls all the same, for each message.
   */
  private final Lanes<MessageId, EditWalk> lookups;

  private final AtomicInteger onTheirWay = new AtomicInteger();

  /** A message before and after its change. */
  private record Edited(Message before, Message after) {}

  public Editing(
      Passage<MessageInterceptor> passage,
      MessagePipeline pipeline,
      Store store,
      StoredUsers users,
      MessageCommits commits) {
    this.passage = passage;
    this.pipeline = pipeline;
    this.store = store;
    this.users = users;
    this.commits = commits;
    this.lookups = new Lanes<>(passage.workers(), this::lookUp);
  }

  /** Takes an edit. Does not block. */
  CompletionStage<SendResult> edit(MessageId id, String content, Actor by) {
    requireNonNull(id, "id");
    requireNonNull(content, "content");
    requireNonNull(by, "by");
    Optional<Problem> problem =
        WithinInterceptor.problem(passage, "edit", id.toString())
            .or(pipeline::problemOfClosed)
            .or(() -> pipeline.problemOf(content))
            .or(() -> pipeline.admit(onTheirWay, "that are edited"));
    if (problem.isPresent()) {
      return CompletableFuture.completedStage(new SendResult.Refused(problem.get()));
    }
    EditWalk walk = new EditWalk(this, pipeline, passage, onTheirWay, id, content, by);
    pipeline.begin(walk, () -> lookups.submit(id, walk));
    return walk.result().minimalCompletionStage();
  }

  private void lookUp(EditWalk walk, Runnable done) {
    try {
      Message message = editable(walk.id(), store.message(walk.id()));
      walk.found(message);
      pipeline.submit(message.conversation(), walk);
    } catch (RuntimeException e) {
      walk.refused(Waiting.asEngineException(e, "Editing the message " + walk.id()).problem());
    } finally {
      done.run();
    }
  }

  private static Message editable(MessageId id, Optional<Message> found) {
    Message message = found.orElseThrow(() -> unknown(id));
    if (message.isRetracted()) {
      throw Problem.of(
              Problem.Code.INVALID,
              "The message " + id + " was retracted: nothing of it can be edited.")
          .exception();
    }
    return message;
  }

  static EngineException unknown(MessageId id) {
    return Problem.of(
            Problem.Code.INVALID,
            "There is no message " + id + ": it was never stored here, or it was deleted.")
        .exception();
  }

  /** As known now; of one who is known no more what the message says. On a worker. */
  User senderOf(Message message) {
    return users
        .find(message.senderId())
        .orElseGet(
            () ->
                new User(
                    message.senderId(),
                    message.senderName(),
                    Metadata.EMPTY,
                    message.timestamp(),
                    false));
  }

  /** All interceptors have accepted. In the order of the conversation; does not block. */
  void store(EditWalk walk, MessageDraft draft) {
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    commits.make(
        draft.conversation(),
        transaction -> {
          // Looked at again: it may have been retracted or deleted since, and that wins.
          Message before = editable(walk.id(), transaction.message(walk.id()));
          return new Edited(before, transaction.edit(walk.id(), draft.content(), at));
        },
        (edited, thrown) -> {
          if (thrown != null) {
            EngineException e =
                Waiting.asEngineException(thrown, "Editing the message " + walk.id());
            walk.complete(new SendResult.Refused(e.problem()));
            return;
          }
          commits.show(
              edited.after(),
              new Inbox.Changed(edited.after()),
              new Change.MessageEdited(edited.before(), edited.after(), walk.by(), at));
          walk.complete(new SendResult.Sent(edited.after(), false));
        });
  }
}
