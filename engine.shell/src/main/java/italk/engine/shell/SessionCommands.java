package italk.engine.shell;

import static italk.engine.shell.CommandFailure.plainly;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Message;
import italk.engine.api.SendResult;
import italk.engine.api.User;
import italk.engine.shell.text.Listing;
import italk.engine.shell.text.Printable;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Chatting from the shell. */
@Component(immediate = true, service = SessionCommands.class)
@GogoCommand(
    scope = "italk",
    function = {"connect", "disconnect", "send", "inbox"})
public final class SessionCommands {

  /** Far above what the gate and the interceptors may take together. */
  private static final long MAX_WAIT_SECONDS = 300;

  private static final String REASON = "disconnected by an operator";

  private final Engine engine;
  private final ShellSessions sessions;

  /** Needs the engine, and where the shell keeps its sessions. */
  @Activate
  public SessionCommands(@Reference Engine engine, @Reference ShellSessions sessions) {
    this.engine = engine;
    this.sessions = sessions;
  }

  /** Opens a session for a user who is known. */
  @Descriptor("opens a session for a user who is known; what it receives is printed here")
  public String connect(CommandSession shell, @Descriptor("ID") String id) {
    User user =
        plainly(() -> engine.users().find(Words.word(id)))
            .orElseThrow(
                () ->
                    CommandFailure.of(
                        "There is no user "
                            + Printable.line(Words.word(id))
                            + ". Give a name: connect ID NAME"));
    return connect(shell, id, user.name());
  }

  /** Opens a session. */
  @Descriptor(
      "opens a session, registers who is new; what it receives is printed here and kept for inbox")
  public String connect(
      CommandSession shell,
      @Descriptor("ID") String id,
      @Descriptor("NAME") String name,
      @Descriptor("KEY=VALUE…") String... metadata) {
    String userId = Words.word(id);
    return plainly(
        () -> {
          sessions.open(userId, Words.word(name), Words.metadata(metadata), Console.of(shell));
          return Printable.line(userId) + " is connected, until: disconnect " + userId;
        });
  }

  /** Closes all sessions of a user. */
  @Descriptor("closes all sessions of a user")
  public String disconnect(@Descriptor("ID") String id) {
    String userId = Words.word(id);
    return plainly(
        () -> {
          int closed = engine.users().disconnect(userId, REASON);
          return closed == 0
              ? Printable.line(userId) + " was not connected."
              : Printable.line(userId) + " is disconnected, sessions closed: " + closed;
        });
  }

  /** Sends a message and waits until it is stored. */
  @Descriptor(
      "sends a message through the session that connect opened, and waits until it is stored")
  public String send(
      @Descriptor("ID") String id,
      @Descriptor("everyone | group:NAME | user:ID") String conversation,
      @Descriptor("TEXT…") String... text)
      throws InterruptedException {
    String userId = Words.word(id);
    CompletionStage<SendResult> sent =
        plainly(
            () -> {
              Conversation to = Words.conversationOf(userId, conversation);
              return sessions.find(userId).send(to, Words.text(text));
            });
    SendResult result = await(sent);
    Message message = plainly(result::orThrow);
    return "sent " + message.id();
  }

  private static SendResult await(CompletionStage<SendResult> sent) throws InterruptedException {
    try {
      return sent.toCompletableFuture().get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw CommandFailure.of(
          "The engine has not said within "
              + MAX_WAIT_SECONDS
              + " s what became of the message. See: status, history");
    } catch (ExecutionException e) {
      throw new IllegalStateException("The engine broke its promise to answer", e.getCause());
    }
  }

  /** What a session of the shell has received. */
  @Descriptor("shows the last 100 messages and notices that a session opened here has received")
  public List<String> inbox(@Descriptor("ID") String id) {
    return Listing.of(
        sessions.find(Words.word(id)).received(),
        Printable.line(Words.word(id)) + " has received nothing yet.");
  }
}
