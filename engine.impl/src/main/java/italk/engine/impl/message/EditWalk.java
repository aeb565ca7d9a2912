package italk.engine.impl.message;

import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.moderation.Actor;
import italk.engine.impl.hook.Passage;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The new content of a stored message on its way. */
final class EditWalk extends MessageWalk {

  private final Editing editing;
  private final MessageId id;
  private final String content;
  private final Actor by;
  private final Instant receivedAt = Instant.now();

  // Belongs to the thread that the walk belongs to; set before the walk gets to its lane.
  private Message found;

  EditWalk(
      Editing editing,
      MessagePipeline pipeline,
      Passage<MessageInterceptor> passage,
      AtomicInteger share,
      MessageId id,
      String content,
      Actor by) {
    super(pipeline, passage, share);
    this.editing = editing;
    this.id = id;
    this.content = content;
    this.by = by;
  }

  MessageId id() {
    return id;
  }

  Actor by() {
    return by;
  }

  void found(Message message) {
    found = message;
  }

  @Override
  protected Optional<SendResult> known() {
    return Optional.empty();
  }

  @Override
  protected MessageDraft draft() {
    return new MessageDraft(
        editing.senderOf(found),
        "",
        found.conversation(),
        content,
        found.clientId(),
        receivedAt,
        Optional.of(id),
        Optional.of(by));
  }

  @Override
  protected void store(MessageDraft accepted) {
    editing.store(this, accepted);
  }

  @Override
  protected Problem unknownOutcome() {
    return Problem.of(
        Problem.Code.UNAVAILABLE,
        "The engine stopped before the store had answered: the message "
            + id
            + " may or may not have its new content. Look into the history.");
  }

  @Override
  protected void ended() {
    // Nobody else keeps it.
  }

  @Override
  protected String subject() {
    return "edit of " + id + " by " + by;
  }
}
