package italk.engine.impl.message;

import italk.engine.api.Conversation;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.User;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.impl.hook.Passage;
import italk.engine.impl.session.LiveSession;
import java.time.Instant;
import java.util.Optional;

/** A new message on its way. */
final class SendWalk extends MessageWalk {

  private final Sending sending;
  private final LiveSession session;
  private final Conversation conversation;
  private final String content;
  private final Optional<String> clientId;
  private final Instant receivedAt = Instant.now();

  SendWalk(
      Sending sending,
      MessagePipeline pipeline,
      Passage<MessageInterceptor> passage,
      LiveSession session,
      Conversation conversation,
      String content,
      Optional<String> clientId) {
    super(pipeline, passage, session.onTheirWay());
    this.sending = sending;
    this.session = session;
    this.conversation = conversation;
    this.content = content;
    this.clientId = clientId;
  }

  @Override
  protected Optional<SendResult> known() {
    return sending
        .earlier(session.userId(), clientId)
        .map(message -> new SendResult.Sent(message, true));
  }

  // Behind the gate: who was waited for may have removed the sender from the group meanwhile.
  @Override
  protected MessageDraft draft() {
    User sender = sending.sender(session.userId(), conversation);
    return new MessageDraft(sender, session.id(), conversation, content, clientId, receivedAt);
  }

  @Override
  protected void store(MessageDraft accepted) {
    sending.store(this, accepted);
  }

  @Override
  protected Problem unknownOutcome() {
    return Problem.of(
        Problem.Code.UNAVAILABLE,
        "The engine stopped before the store had answered: the message may or may not be stored. Send it again with"
            + " the same client id, or look into the history.");
  }

  @Override
  protected void ended() {
    clientId.ifPresent(id -> sending.forget(session.userId(), id, this));
  }

  @Override
  protected String subject() {
    return conversation + " from " + session.userId();
  }
}
