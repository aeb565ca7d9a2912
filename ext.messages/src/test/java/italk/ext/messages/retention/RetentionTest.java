package italk.ext.messages.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Messages;
import italk.ext.messages.TestEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is deleted, in which steps, and when it stops. */
@SuppressWarnings("try") // retention is held open, not used
class RetentionTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Conversation EVERYONE = Conversation.everyone();

  private final TestEngine messages = new TestEngine();
  private final Map<String, MessageId> told = new ConcurrentHashMap<>();

  private Retention start(Messages of, int days, int count, String... rules) {
    RetentionRules slow = RetentionRules.of(days, count, List.of(rules), Duration.ofSeconds(1));
    return Retention.start(
        of,
        // Nobody could configure that; a test need not wait as long.
        new RetentionRules(slow.standard(), slow.rules(), Duration.ofMillis(20)),
        (conversation, first) -> told.put(conversation.key(), first),
        () -> NOW);
  }

  private void store(Conversation to, int count, Instant at) {
    for (int i = 0; i < count; i++) {
      messages.store(to, "1", "text", at.plusMillis(i));
    }
  }

  private int left(Conversation in) {
    return messages.newest(in, 1).isEmpty()
        ? 0
        : (int)
            messages.since(new MessageId(0), Integer.MAX_VALUE).stream()
                .filter(it -> it.conversation().equals(in))
                .count();
  }

  @Test
  void what_is_too_old_or_too_much_goes_in_small_steps() {
    store(EVERYONE, 2 * Retention.STEP + 50, NOW.minus(Duration.ofDays(31)));
    store(EVERYONE, 10, NOW.minus(Duration.ofDays(29)));
    store(Conversation.group("kept"), 5, NOW.minus(Duration.ofDays(400)));
    store(Conversation.group("counted"), 20, NOW.minusSeconds(60));

    try (Retention retention = start(messages, 30, 0, "group:kept=forever", "group:counted=5")) {
      await().atMost(LIMIT).until(() -> told.size() == 2);
    }
    assertThat(left(EVERYONE)).isEqualTo(10);
    assertThat(left(Conversation.group("kept"))).isEqualTo(5);
    assertThat(left(Conversation.group("counted"))).isEqualTo(5);
    assertThat(messages.purges()).allMatch(count -> count <= Retention.STEP);
    assertThat(messages.purges()).filteredOn(count -> count == Retention.STEP).hasSize(2);
    Message oldest = messages.since(new MessageId(0), 100).get(5);
    assertThat(oldest.conversation()).isEqualTo(EVERYONE);
    assertThat(told.get("everyone")).isLessThanOrEqualTo(oldest.id());
  }

  @Test
  void rounds_go_on_and_on() {
    try (Retention retention = start(messages, 1, 0)) {
      for (int round = 0; round < 2; round++) {
        store(EVERYONE, 3, NOW.minus(Duration.ofDays(2)));
        await().atMost(LIMIT).until(() -> left(EVERYONE) == 0);
      }
    }
  }

  @Test
  void a_failure_ends_the_round_and_no_more() {
    store(EVERYONE, 3, NOW.minus(Duration.ofDays(2)));
    AtomicInteger calls = new AtomicInteger();
    Messages failing =
        intercepted(
            "conversations",
            () -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("for a test");
              }
            });

    try (Retention retention = start(failing, 1, 0)) {
      await().atMost(LIMIT).until(() -> left(EVERYONE) == 0);
    }
    assertThat(calls).hasValueGreaterThan(1);
  }

  @Test
  void closing_waits_for_one_step_and_does_no_other() throws Exception {
    store(EVERYONE, 3 * Retention.STEP, NOW.minus(Duration.ofDays(2)));
    CountDownLatch inStep = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Messages slow =
        intercepted(
            "purge",
            () -> {
              inStep.countDown();
              goOn.await(30, TimeUnit.SECONDS);
            });
    Retention retention = start(slow, 1, 0);
    assertThat(inStep.await(30, TimeUnit.SECONDS)).isTrue();
    Thread closing = new Thread(retention::close);
    closing.start();
    goOn.countDown();
    closing.join(30_000);

    assertThat(closing.isAlive()).isFalse();
    await().atMost(LIMIT).until(() -> threads().isEmpty());
    // The one that was under way, and perhaps one that began before it was closed.
    assertThat(messages.purges()).hasSizeLessThan(3);
  }

  @Test
  void where_everything_is_kept_there_is_no_thread() {
    try (Retention retention = start(messages, 0, 0, "everyone=forever")) {
      // Those of other tests may have a last few steps to do.
      await().atMost(LIMIT).until(() -> threads().isEmpty());
    }
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("italk-messages-retention"))
        .filter(Thread::isAlive)
        .toList();
  }

  private interface Before {
    void run() throws Exception;
  }

  private Messages intercepted(String name, Before before) {
    return (Messages)
        Proxy.newProxyInstance(
            Messages.class.getClassLoader(),
            new Class<?>[] {Messages.class},
            (self, method, arguments) -> {
              if (method.getName().equals(name)) {
                before.run();
              }
              try {
                return method.invoke(messages, arguments);
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            });
  }
}
