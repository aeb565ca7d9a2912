package italk.ext.messages.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Pin;
import italk.engine.api.moderation.Report;
import italk.ext.messages.MemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What outlives the bundle. */
class KeptTest {

  private static final Instant AT = Instant.ofEpochMilli(1_763_800_000_123L);
  private static final Conversation LONG =
      Conversation.direct("a".repeat(128), "b".repeat(127) + ",");
  private static final Reports.Bounds BOUNDS = new Reports.Bounds(5, 2);

  private final MemoryStorage storage = new MemoryStorage();
  private final OneAtATime turns = new OneAtATime("italk-test");

  @AfterEach
  void noThreadIsLeft() {
    turns.close();
    // It may have a last few steps to do after it has said that it is at its end.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("italk-test")));
  }

  private Pins pins() {
    return new Pins(storage, storage.all(), turns);
  }

  private Reports reports() {
    return new Reports(storage, storage.all(), turns);
  }

  private static Pin pin(Conversation in, long id) {
    return new Pin(new MessageId(id), in, Actor.user("mod,1"), AT.plusMillis(id));
  }

  private static Message message(long id) {
    return new Message(
        new MessageId(id), Conversation.group("a=b"), "sender", "S", "text", Optional.empty());
  }

  private static Report report(Reports reports, long id, Actor by) {
    return reports.add(message(id), by, "why not", AT, BOUNDS, report -> {});
  }

  @Test
  void pins_are_read_back_the_newest_first() {
    for (Conversation in : List.of(Conversation.everyone(), Conversation.group("x:y z"), LONG)) {
      Pins pins = pins();
      pins.add(pin(in, 1), 3, () -> {});
      pins.add(pin(in, 2), 3, () -> {});

      assertThat(pins().of(in)).containsExactly(pin(in, 2), pin(in, 1));
    }
    assertThat(storage.all().keySet())
        .allMatch(key -> key.length() <= ExtensionStorage.MAX_KEY_LENGTH)
        .hasSize(3);
  }

  @Test
  void pins_are_bounded_and_a_second_one_of_a_message_is_the_first() {
    Pins pins = pins();
    AtomicInteger done = new AtomicInteger();
    Pin first = pins.add(pin(LONG, 1), 1, done::incrementAndGet);

    assertThat(
            pins.add(
                new Pin(first.message(), LONG, Actor.operator(), AT), 1, done::incrementAndGet))
        .isEqualTo(first);
    assertThatThrownBy(() -> pins.add(pin(LONG, 2), 1, done::incrementAndGet))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("has 1 pins and may have 1: unpin another one first");
    assertThat(done).hasValue(1);
  }

  @Test
  void pins_go_one_by_one_or_by_age_and_leave_no_entry() {
    Pins pins = pins();
    for (int i = 1; i <= 4; i++) {
      pins.add(pin(LONG, i), 4, () -> {});
    }
    assertThat(pins.remove(LONG, new MessageId(4), () -> {})).isTrue();
    assertThat(pins.remove(LONG, new MessageId(4), () -> {})).isFalse();
    pins.removeOlder(LONG, new MessageId(3));

    assertThat(pins().of(LONG)).containsExactly(pin(LONG, 3));
    pins.removeOlder(LONG, new MessageId(9));
    assertThat(storage.all()).isEmpty();
  }

  @Test
  void what_is_not_recorded_or_not_stored_is_not_done() {
    Pins pins = pins();
    assertThatThrownBy(
            () ->
                pins.add(
                    pin(LONG, 1),
                    9,
                    () -> {
                      throw Problem.of(Problem.Code.UNAVAILABLE, "not recorded").exception();
                    }))
        .hasMessage("not recorded");
    Reports reports = reports();
    storage.fail(true);
    assertThatThrownBy(() -> pins.add(pin(LONG, 1), 9, () -> {})).hasMessage("The disk is full.");
    assertThatThrownBy(() -> report(reports, 1, Actor.user("1"))).hasMessage("The disk is full.");
    storage.fail(false);

    assertThat(pins.of(LONG)).isEmpty();
    assertThat(reports.list(Report.State.OPEN, 0)).isEmpty();
    assertThat(storage.all()).isEmpty();
  }

  @Test
  void reports_are_read_back_open_and_handled() {
    Reports reports = reports();
    Report open = report(reports, 1, Actor.user("u"));
    Report.Resolution resolution = new Report.Resolution(Actor.operator(), "nothing in it", AT);
    Report handled =
        reports.resolve(report(reports, 2, Actor.extension("x")).number(), resolution, it -> {});

    Reports again = reports();
    assertThat(again.list(Report.State.OPEN, 0)).containsExactly(open);
    assertThat(again.list(Report.State.HANDLED, 0)).containsExactly(handled);
    assertThat(again.find(2)).contains(handled);
    assertThat(report(again, 3, Actor.user("u")).number()).isEqualTo(3);
  }

  @Test
  void a_report_that_is_open_is_not_made_twice() {
    Reports reports = reports();
    Report first = report(reports, 1, Actor.user("u"));

    assertThat(report(reports, 1, Actor.user("u"))).isEqualTo(first);
    assertThat(report(reports, 1, Actor.user("v")).number()).isEqualTo(2);
    reports.resolve(1, new Report.Resolution(Actor.operator(), "seen", AT), it -> {});
    assertThat(report(reports, 1, Actor.user("u")).number()).isEqualTo(3);
  }

  @Test
  void open_reports_are_bounded_in_all_and_per_user() {
    Reports reports = reports();
    report(reports, 1, Actor.user("u"));
    report(reports, 2, Actor.user("u"));
    assertThatThrownBy(() -> report(reports, 3, Actor.user("u")))
        .isInstanceOfSatisfying(
            EngineException.class,
            it -> assertThat(it.problem().code()).isEqualTo(Problem.Code.NOT_ALLOWED));
    for (int i = 3; i <= 5; i++) {
      report(reports, i, Actor.extension("x"));
    }
    assertThatThrownBy(() -> report(reports, 6, Actor.extension("x")))
        .isInstanceOfSatisfying(
            EngineException.class,
            it -> assertThat(it.problem().code()).isEqualTo(Problem.Code.UNAVAILABLE));
  }

  @Test
  void handled_reports_are_bounded_and_no_number_is_given_twice() {
    Reports reports = reports();
    int all = Reports.MAX_HANDLED + 3;
    for (int i = 1; i <= all; i++) {
      long number = report(reports, i, Actor.extension("x")).number();
      reports.resolve(number, new Report.Resolution(Actor.operator(), "seen", AT), it -> {});
    }

    assertThat(storage.all()).hasSize(Reports.MAX_HANDLED);
    assertThat(reports.list(Report.State.HANDLED, 0).get(0).number()).isEqualTo(4);
    assertThat(report(reports(), 1, Actor.user("u")).number()).isEqualTo(all + 1L);
  }

  @Test
  void what_cannot_be_read_is_left_out_and_left_alone() {
    storage.put("pins:x", "2\neveryone");
    storage.put("report:7", "1\nnonsense");
    storage.put("report:eight", "1");

    assertThat(reports().list(Report.State.OPEN, 0)).isEmpty();
    assertThat(pins().of(Conversation.everyone())).isEmpty();
    assertThat(storage.all().keySet()).isEqualTo(Set.of("pins:x", "report:7", "report:eight"));
    assertThat(report(reports(), 1, Actor.user("u")).number()).isEqualTo(8);
  }

  @Test
  void many_at_the_same_time_lose_nothing() throws Exception {
    Pins pins = pins();
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      Pin pin = pin(LONG, i);
      all.add(CompletableFuture.runAsync(() -> pins.add(pin, 50, () -> {})));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

    assertThat(pins().of(LONG)).hasSize(50);
  }

  @Test
  void who_comes_after_the_end_is_told_to_try_again() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<String> underWay =
        CompletableFuture.supplyAsync(
            () ->
                turns.call(
                    () -> {
                      begun.countDown();
                      goOn.await(30, TimeUnit.SECONDS);
                      return "done";
                    }));
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    goOn.countDown();
    turns.close();

    assertThat(underWay.get(30, TimeUnit.SECONDS)).isEqualTo("done");
    assertThatThrownBy(() -> turns.call(() -> "late"))
        .isInstanceOfSatisfying(
            EngineException.class,
            it -> assertThat(it.problem().code()).isEqualTo(Problem.Code.UNAVAILABLE));
  }
}
