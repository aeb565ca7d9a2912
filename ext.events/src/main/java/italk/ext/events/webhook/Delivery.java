package italk.ext.events.webhook;

import italk.engine.api.EngineException;
import italk.engine.api.MessageId;
import italk.engine.api.Messages;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one webhook, event by event, in order, on a thread of its own: a receiver that hangs delays
 * only itself. What is to be told is looked up each time; nothing waits in memory.
 *
 * <p>The fields without a comment belong to that thread.
 */
final class Delivery implements Runnable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Delivery.class);

  // Woken by signals; this is for what no signal told of, such as events the engine left out.
  private static final Duration LOOK_ANYWAY = Duration.ofSeconds(30);
  private static final Duration AFTER_READ_FAILURE = Duration.ofSeconds(2);

  /**
   * How it is going.
   *
   * @param delivered how many events were told since the thread was started
   * @param failures how many attempts failed in a row
   * @param problem what went wrong the last time; empty where nothing did
   * @param nextTry when it is tried again; empty where it is not waiting for that
   */
  record Progress(
      long delivered, int failures, Optional<String> problem, Optional<Instant> nextTry) {}

  private final Webhook webhook;
  private final WebhookState state; // safe for any thread
  private final Journal journal; // safe for any thread
  private final RetryRules rules;
  private final boolean withContent;
  private final Post post; // safe for any thread
  private final Upcoming upcoming;
  private final Signal signal = new Signal(); // safe for any thread

  private String tried = "";
  private int attempts;
  private int failuresInARow;
  private final AtomicLong delivered = new AtomicLong();
  // Written by the thread, read by anybody.
  private volatile Progress progress = new Progress(0, 0, Optional.empty(), Optional.empty());
  // Closed under this object's lock, which is also held while the state is changed: once closed,
  // the
  // state belongs to the next one. No interrupt: that might hit the engine's store at its work.
  private final CountDownLatch end = new CountDownLatch(1);

  /**
   * Tells nothing until it runs.
   *
   * @param newestTold the newest message that the engine has told of
   */
  Delivery(
      Webhook webhook,
      WebhookState state,
      Outbox outbox,
      Messages messages,
      Journal journal,
      Supplier<MessageId> newestTold,
      Rules rules) {
    this.webhook = webhook;
    this.state = state;
    this.journal = journal;
    this.rules = rules.retry();
    this.withContent = rules.withContent();
    this.post = new Post(webhook.url(), rules.retry().timeout());
    this.upcoming = new Upcoming(webhook, state, outbox, messages, newestTold, this::pass);
  }

  /**
   * What holds for all webhooks.
   *
   * @param retry when to try again
   * @param withContent whether to send what messages say
   */
  record Rules(RetryRules retry, boolean withContent) {}

  Webhook webhook() {
    return webhook;
  }

  WebhookState state() {
    return state;
  }

  Progress progress() {
    return progress;
  }

  /** There may be something to tell. Does not block. */
  void wake() {
    signal.raise();
  }

  /** Ends what is going on; the thread comes to its end soon after. */
  void close() {
    synchronized (this) {
      end.countDown();
    }
    post.cancel();
    signal.raise();
  }

  private boolean isClosed() {
    return end.getCount() == 0;
  }

  @Override
  public void run() {
    try {
      while (!isClosed()) {
        Optional<Upcoming.Task> task = nextOrNone();
        if (task.isPresent()) {
          tell(task.get());
        } else {
          signal.await(upcoming.messageWaits() ? Upcoming.MESSAGES_WAIT : LOOK_ANYWAY);
        }
      }
    } catch (InterruptedException closing) {
      LOGGER.trace("The webhook {} ends.", webhook.name());
    }
  }

  private Optional<Upcoming.Task> nextOrNone() throws InterruptedException {
    try {
      return upcoming.next();
    } catch (RuntimeException unreadable) {
      // Whatever it is, this thread must not end by it: nobody would start another.
      problem("its events can't be read just now: " + unreadable.getMessage(), AFTER_READ_FAILURE);
      return Optional.empty();
    }
  }

  private void tell(Upcoming.Task task) throws InterruptedException {
    if (!tried.equals(task.event().id())) {
      tried = task.event().id();
      attempts = 0;
    }
    attempts++;
    Post.Answer answer = send(task);
    if (answer.problem().isEmpty()) {
      failuresInARow = 0;
      pass(task.done());
      progress = new Progress(delivered.incrementAndGet(), 0, Optional.empty(), Optional.empty());
    } else if (!isClosed()) {
      failed(task, answer);
    }
  }

  private Post.Answer send(Upcoming.Task task) {
    try {
      String text = task.event().body(task.message(), withContent);
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      return post.send(body, headers(task.event(), body));
    } catch (EngineException | IllegalArgumentException unreadable) {
      // What a newer version has kept may be nothing that this one can send.
      return Post.Answer.failed("it can't be written: " + unreadable.getMessage());
    }
  }

  /** Changes the state, unless it belongs to the next one already: then this is false. */
  private synchronized boolean pass(Runnable change) {
    if (isClosed()) {
      return false;
    }
    change.run();
    journal.changed();
    return true;
  }

  private void failed(Upcoming.Task task, Post.Answer answer) throws InterruptedException {
    String problem = answer.problem().orElseThrow();
    failuresInARow++;
    upcoming.forgetRead();
    Optional<DeadLetter> before =
        state.deadLetters().stream()
            .filter(letter -> letter.event().id().equals(task.event().id()))
            .findFirst();
    if (before.isPresent()) {
      DeadLetter letter = before.get();
      bury(task.event(), letter.attempts() + 1, problem, () -> {});
    } else if (rules.isGivenUp(attempts, task.event().at(), Instant.now())) {
      bury(task.event(), attempts, problem, task.done());
    }
    Duration backoff = rules.delay(failuresInARow, ThreadLocalRandom.current());
    Duration wanted = answer.retryAfter().orElse(Duration.ZERO);
    Duration bounded = wanted.compareTo(rules.maxDelay()) > 0 ? rules.maxDelay() : wanted;
    problem(problem, backoff.compareTo(bounded) > 0 ? backoff : bounded);
  }

  private void bury(WebhookEvent event, int count, String problem, Runnable done) {
    pass(
        () -> {
          state.bury(new DeadLetter(event, Instant.now(), count, problem));
          done.run();
        });
    LOGGER.warn(
        "The webhook {} could not be told of {} ({}) in {} attempts and goes on without it: {}."
            + " See: webhooks dead",
        webhook.name(),
        event.id(),
        event.type(),
        count,
        problem);
  }

  /** Waits for a while, or for the end. */
  private void problem(String problem, Duration delay) throws InterruptedException {
    if (isClosed()) {
      return;
    }
    if (progress.problem().isEmpty()) {
      LOGGER.warn("The webhook {} is tried again later: {}.", webhook.name(), problem);
    }
    progress =
        new Progress(
            delivered.get(),
            failuresInARow,
            Optional.of(problem),
            Optional.of(Instant.now().plus(delay)));
    if (end.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
      LOGGER.trace("The webhook {} ends while it waits.", webhook.name());
    }
  }

  private Map<String, String> headers(WebhookEvent event, byte[] body) {
    long now = Instant.now().getEpochSecond();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    headers.put("User-Agent", "Italk-Engine");
    headers.put("X-Italk-Webhook", webhook.name());
    headers.put("X-Italk-Event", ascii(event.type()));
    headers.put("X-Italk-Event-Id", event.id());
    headers.put("X-Italk-Attempt", Integer.toString(attempts));
    headers.put("X-Italk-Timestamp", Long.toString(now));
    webhook.signature().ifPresent(it -> headers.put("X-Italk-Signature", it.of(now, body)));
    return headers;
  }

  // A custom event's type may be anything; the body has it as it is.
  private static String ascii(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
