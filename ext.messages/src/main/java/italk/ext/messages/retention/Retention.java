package italk.ext.messages.retention;

import italk.engine.api.Conversation;
import italk.engine.api.MessageId;
import italk.engine.api.Messages;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is too old or too much, on a thread of its own, round after round over all
 * conversations. A round is made of small steps, each of which deletes at most {@value #STEP}
 * messages and lets the writers go first for a moment.
 *
 * <p>Where everything is kept there is no thread.
 */
public final class Retention implements AutoCloseable {

  /** How many messages one step deletes at most. */
  static final int STEP = 200;

  private static final int PAGE = 100;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_FIRST_WAIT = Duration.ofMinutes(1);
  private static final long CLOSE_SECONDS = 3;
  private static final Logger LOGGER = LoggerFactory.getLogger(Retention.class);

  private final Messages messages;
  private final RetentionRules rules;
  private final BiConsumer<Conversation, MessageId> afterwards;
  private final InstantSource clock;
  private final Optional<ScheduledThreadPoolExecutor> executor;

  // How far the round has come. The executor's thread alone.
  private final Deque<Conversation> page = new ArrayDeque<>();
  private String lastKey = "";
  private long deleted;

  private Retention(
      Messages messages,
      RetentionRules rules,
      BiConsumer<Conversation, MessageId> afterwards,
      InstantSource clock) {
    this.messages = messages;
    this.rules = rules;
    this.afterwards = afterwards;
    this.clock = clock;
    this.executor = rules.keepEverything() ? Optional.empty() : Optional.of(newExecutor());
  }

  private static ScheduledThreadPoolExecutor newExecutor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "italk-messages-retention");
              thread.setDaemon(true);
              return thread;
            },
            // A step that ends after close plans another one in vain.
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }

  /**
   * Begins with the first round after one interval, or a minute where that is longer.
   *
   * @param afterwards is told of each conversation that was looked after, and which message is the
   *     first that stays; whether or not one was deleted, as it may not have been told then
   */
  public static Retention start(
      Messages messages,
      RetentionRules rules,
      BiConsumer<Conversation, MessageId> afterwards,
      InstantSource clock) {
    Retention retention = new Retention(messages, rules, afterwards, clock);
    boolean isLong = rules.interval().compareTo(LONGEST_FIRST_WAIT) > 0;
    retention.plan(retention::round, isLong ? LONGEST_FIRST_WAIT : rules.interval());
    return retention;
  }

  /** What it goes by. */
  public RetentionRules rules() {
    return rules;
  }

  private void plan(Runnable task, Duration delay) {
    executor.ifPresent(it -> it.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void round() {
    page.clear();
    lastKey = "";
    deleted = 0;
    step();
  }

  private void step() {
    try {
      if (page.isEmpty() && !nextPage()) {
        end();
      } else {
        plan(this::step, purge(page.element()) ? PAUSE : Duration.ZERO);
      }
    } catch (RuntimeException failed) {
      // Thrown on, it would end all rounds without a word.
      LOGGER.warn(
          "Retention of messages_management stopped at {}, and begins anew in {} s: {}",
          page.isEmpty() ? "the next conversation" : page.element(),
          rules.interval().toSeconds(),
          failed.toString());
      plan(this::round, rules.interval());
    }
  }

  private boolean nextPage() {
    List<Conversation> next = messages.conversations(lastKey, PAGE);
    page.addAll(next);
    if (!next.isEmpty()) {
      lastKey = next.get(next.size() - 1).key();
    }
    return !next.isEmpty();
  }

  /** Deletes a few of a conversation's; true where it did. */
  private boolean purge(Conversation conversation) {
    Optional<MessageId> first =
        rules.limits(conversation).firstThatStays(conversation, clock.instant(), messages);
    int count = first.map(it -> messages.purge(conversation, it, STEP)).orElse(0);
    deleted += count;
    if (count < STEP) {
      page.remove();
      first.ifPresent(it -> afterwards.accept(conversation, it));
    }
    return count > 0;
  }

  private void end() {
    if (deleted > 0) {
      LOGGER.info("Retention of messages_management deleted {} messages.", deleted);
    }
    plan(this::round, rules.interval());
  }

  /** Ends it after the step that is being done; what is left is the next one's. */
  @Override
  public void close() {
    executor.ifPresent(
        it -> {
          it.shutdown();
          try {
            if (!it.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
              it.shutdownNow();
            }
          } catch (InterruptedException interrupted) {
            it.shutdownNow();
            Thread.currentThread().interrupt();
          }
        });
  }
}
