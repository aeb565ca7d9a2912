package italk.engine.impl.chat;

import italk.engine.api.Inbox;
import italk.engine.api.Problem;
import italk.engine.api.Session;
import italk.engine.api.User;
import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.ConnectRequest;
import italk.engine.api.extension.Verdict;
import italk.engine.impl.hook.Passage;
import italk.engine.impl.hook.Walk;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One connect on its way. */
final class ConnectWalk extends Walk<ConnectInterceptor> {

  private final Connects connects;
  private final User candidate;
  private final Inbox inbox;
  private final Instant receivedAt = Instant.now();
  private final CompletableFuture<Session> result = new CompletableFuture<>();

  // Belong to the thread that the walk belongs to.
  private ConnectRequest request;
  private Runnable done = () -> {};

  ConnectWalk(Connects connects, Passage<ConnectInterceptor> passage, User candidate, Inbox inbox) {
    super(passage);
    this.connects = connects;
    this.candidate = candidate;
    this.inbox = inbox;
  }

  CompletableFuture<Session> result() {
    return result;
  }

  Inbox inbox() {
    return inbox;
  }

  /** Its turn has come. On a worker. */
  void handle(Runnable whenThrough) {
    done = whenThrough;
    start();
  }

  @Override
  protected void begin() {
    // Looked up on every round: what an extension did to the user while this one waited counts.
    Optional<User> known = connects.known(candidate.id());
    request = new ConnectRequest(known.orElse(candidate), known.isPresent(), receivedAt);
  }

  @Override
  protected Verdict ask(ConnectInterceptor interceptor) throws Exception {
    return interceptor.intercept(request);
  }

  @Override
  protected Optional<String> replace(String content) {
    return Optional.of("has no place in a connect");
  }

  @Override
  protected void passed() {
    connects.open(this, request.user(), request.known());
  }

  @Override
  protected void refused(Problem problem) {
    result.completeExceptionally(problem.exception());
    done.run();
  }

  /** False where nobody waits for it any more. */
  boolean opened(Session session) {
    boolean wanted = result.complete(session);
    done.run();
    return wanted;
  }

  /** Nobody waits for it any more. */
  void abandon(Problem problem) {
    result.completeExceptionally(problem.exception());
  }

  @Override
  protected String subject() {
    return candidate.id();
  }
}
