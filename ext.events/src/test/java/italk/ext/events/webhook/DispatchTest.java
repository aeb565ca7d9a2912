package italk.ext.events.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.ext.events.fact.EventFacts;
import italk.ext.events.fact.Patterns;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Webhooks with real requests: what arrives, in which order, and what is never lost. */
@Timeout(120)
class DispatchTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final RetryRules QUICK =
      new RetryRules(3, Duration.ofDays(1), Duration.ofMillis(20), Duration.ofMillis(50), SOON);

  private final MemoryStorage storage = new MemoryStorage();
  private final TestMessages messages = new TestMessages();
  private final Receiver receiver = new Receiver();
  private final List<Dispatch> started = new ArrayList<>();
  private Dispatch dispatch;

  @BeforeEach
  void start() {
    dispatch = start(storage);
  }

  @AfterEach
  void end() {
    receiver.close();
    started.forEach(Dispatch::close);
  }

  @Test
  void messages_and_other_events_come_in_the_order_in_which_they_happened() {
    dispatch.configure(plan(hook("crm")));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      if (i % 3 == 0) {
        tell(CustomEvent.of("polls/" + i, Map.of()));
        expected.add("custom:polls/" + i);
      } else {
        tell(messages.send("everyone", "m" + i));
        expected.add("m" + i);
      }
    }

    arrives(expected);
    assertThat(receiver.requests())
        .extracting(request -> request.header("X-Italk-Event-Id"))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_receiver_can_tell_that_it_comes_from_here() {
    String secret = "a-secret-of-this-test";
    dispatch.configure(
        plan(
            new Webhook(
                "crm",
                receiver.url(),
                Patterns.orAll(List.of()),
                Optional.empty(),
                Optional.of(new Signature(secret)))));
    tell(messages.send("group:général", "Bonjour à tous !"));

    arrives(List.of("Bonjour à tous !"));
    Receiver.Request request = receiver.requests().get(0);
    assertThat(request.header("X-Italk-Signature"))
        .isEqualTo(
            "v1=" + hmac(secret, request.header("X-Italk-Timestamp") + "." + request.text()));
    assertThat(request.header("X-Italk-Event")).isEqualTo("message_sent");
    assertThat(request.header("X-Italk-Webhook")).isEqualTo("crm");
    assertThat(request.header("X-Italk-Event-Id")).isEqualTo(request.body().get("id"));
    assertThat(request.body()).containsEntry("conversation", "group:général");
  }

  // With the JDK's own words, so that a fault of the code isn't repeated here.
  private static String hmac(String secret, String text) {
    try {
      javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
      mac.init(new javax.crypto.spec.SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "x"));
      StringBuilder hex = new StringBuilder();
      for (byte b : mac.doFinal(text.getBytes(StandardCharsets.UTF_8))) {
        hex.append(String.format("%02x", b));
      }
      return hex.toString();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_fails_is_tried_again_before_anything_else_is_told() {
    receiver.answers(request -> receiver.requests().size() < 3 ? 500 : 200);
    dispatch.configure(plan(hook("crm")));
    tell(messages.send("everyone", "first"));
    tell(messages.send("everyone", "second"));

    arrives(List.of("first", "first", "first", "second"));
    assertThat(receiver.requests())
        .extracting(request -> request.header("X-Italk-Attempt"))
        .containsExactly("1", "2", "3", "1");
    assertThat(dispatch.desk().dead()).isEmpty();
  }

  @Test
  void a_receiver_that_is_not_there_is_told_when_it_is() {
    int port = receiver.port();
    receiver.close();
    dispatch.configure(new Dispatch.Plan(List.of(hook("crm")), patient(SOON), true, 100));
    tell(messages.send("everyone", "first"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(dispatch.desk().reports().get(0).problem().orElse(""))
                    .contains("ConnectException"));

    try (Receiver later = new Receiver(port)) {
      await().atMost(SOON).untilAsserted(() -> assertThat(later.briefs()).contains("first"));
    }
  }

  @Test
  void one_that_does_not_answer_in_time_has_failed() {
    receiver.answers(request -> receiver.requests().size() < 2 ? Receiver.NEVER : 200);
    dispatch.configure(
        new Dispatch.Plan(List.of(hook("crm")), patient(Duration.ofMillis(300)), true, 100));
    tell(messages.send("everyone", "first"));

    await().atMost(SOON).until(() -> delivered() == 1);
    assertThat(receiver.briefs()).containsOnly("first").hasSizeGreaterThan(1);
  }

  @Test
  void after_the_last_attempt_it_is_a_dead_letter_and_the_next_is_told() {
    receiver.answers(request -> request.brief().contains("bad") ? 503 : 200);
    dispatch.configure(plan(hook("crm")));
    tell(messages.send("everyone", "bad"));
    tell(CustomEvent.of("bad too", Map.of()));
    tell(messages.send("everyone", "good"));

    arrives(
        List.of("bad", "bad", "bad", "custom:bad too", "custom:bad too", "custom:bad too", "good"));
    List<WebhookDesk.Letter> dead = dispatch.desk().dead();
    assertThat(dead)
        .extracting(WebhookDesk.Letter::type, WebhookDesk.Letter::attempts)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("message_sent", 3),
            org.assertj.core.groups.Tuple.tuple("custom:bad too", 3));
    assertThat(dead.get(0).problem()).isEqualTo("the receiver answered 503");
  }

  @Test
  void a_dead_letter_is_tried_again_on_demand_and_kept_where_that_fails() {
    receiver.answers(request -> 500);
    dispatch.configure(plan(hook("crm")));
    tell(messages.send("everyone", "bad"));
    tell(CustomEvent.of("other", Map.of()));
    await().atMost(SOON).until(() -> dispatch.desk().dead().size() == 2);

    assertThat(dispatch.desk().retry("all")).isEqualTo(2);
    await()
        .atMost(SOON)
        .until(() -> dispatch.desk().dead().stream().allMatch(letter -> letter.attempts() == 4));

    receiver.answers(request -> 200);
    String id = dispatch.desk().dead().get(0).id();
    assertThat(dispatch.desk().retry(id)).isEqualTo(1);
    await().atMost(SOON).until(() -> dispatch.desk().dead().size() == 1);
    assertThat(dispatch.desk().drop(dispatch.desk().dead().get(0).id())).isEqualTo(1);
    assertThat(dispatch.desk().drop("all")).isZero();
    assertThatThrownBy(() -> dispatch.desk().retry(id)).hasMessageContaining(id);
    await()
        .atMost(SOON)
        .until(() -> storage.all().keySet().stream().noneMatch(key -> key.contains("/dead/")));
  }

  @Test
  void a_killed_process_loses_nothing_that_was_stored_and_repeats_little() {
    receiver.answers(request -> receiver.requests().size() > 5 ? Receiver.NEVER : 200);
    dispatch.configure(new Dispatch.Plan(List.of(hook("crm")), patient(SOON), true, 100));
    IntStream.range(0, 20).forEach(i -> tell(messages.send("everyone", "m" + i)));
    tell(CustomEvent.of("last", Map.of()));
    await()
        .atMost(SOON)
        .until(
            () ->
                receiver.requests().size() >= 6
                    && storage.all().keySet().stream().anyMatch(key -> key.startsWith("outbox/"))
                    && storage.get("webhook/crm/position").isPresent());
    MemoryStorage left = storage.copy();

    try (Receiver other = new Receiver()) {
      Dispatch next = start(left);
      next.configure(plan(hook("crm", other.url())));
      await().atMost(SOON).until(() -> other.briefs().contains("custom:last"));

      assertThat(other.briefs().subList(other.briefs().indexOf("m5"), other.briefs().size()))
          .containsExactlyElementsOf(
              java.util.stream.Stream.concat(
                      IntStream.range(5, 20).mapToObj(i -> "m" + i),
                      java.util.stream.Stream.of("custom:last"))
                  .toList());
    }
  }

  @Test
  void an_orderly_end_repeats_nothing() {
    dispatch.configure(plan(hook("crm")));
    tell(messages.send("everyone", "before"));
    tell(CustomEvent.of("before", Map.of()));
    arrives(List.of("before", "custom:before"));
    await().atMost(SOON).until(() -> delivered() == 2);
    dispatch.close();
    EngineEvent meanwhile = messages.send("everyone", "meanwhile");
    assertThat(meanwhile).isNotNull();

    dispatch = start(storage);
    dispatch.configure(plan(hook("crm")));
    tell(CustomEvent.of("after", Map.of()));

    arrives(List.of("before", "custom:before", "meanwhile", "custom:after"));
    await()
        .atMost(SOON)
        .until(() -> storage.all().keySet().stream().noneMatch(key -> key.startsWith("outbox/")));
  }

  @Test
  void a_receiver_that_hangs_delays_neither_the_events_nor_the_end_nor_other_webhooks() {
    receiver.answers(
        request -> request.header("X-Italk-Webhook").equals("slow") ? Receiver.NEVER : 200);
    dispatch.configure(
        new Dispatch.Plan(List.of(hook("slow"), hook("quick")), patient(SOON), true, 100));
    // On this thread: were one of them waited for, the test would not end.
    IntStream.range(0, 200).forEach(i -> tell(messages.send("everyone", "m" + i)));

    await()
        .atMost(SOON)
        .until(
            () ->
                receiver.requests().stream()
                        .filter(request -> request.header("X-Italk-Webhook").equals("quick"))
                        .count()
                    == 200);
    dispatch.close();
    await().atMost(Duration.ofSeconds(20)).until(() -> threads().isEmpty());
  }

  @Test
  void what_is_too_much_is_counted_and_the_newest_are_told() {
    receiver.answers(request -> Receiver.NEVER);
    dispatch.configure(new Dispatch.Plan(List.of(hook("crm")), patient(SOON), true, 10));
    tell(CustomEvent.of("0", Map.of()));
    await().atMost(SOON).until(() -> receiver.requests().size() == 1);
    IntStream.rangeClosed(1, 30).forEach(i -> tell(CustomEvent.of("" + i, Map.of())));

    assertThat(dispatch.desk().reports().get(0).lost()).isEqualTo(21);
    assertThat(dispatch.desk().reports().get(0).waiting()).isEqualTo(10);
    dispatch.close();
    receiver.answers(request -> 200);
    receiver.requests().clear();
    dispatch = start(storage);
    dispatch.configure(plan(hook("crm")));
    arrives(IntStream.rangeClosed(21, 30).mapToObj(i -> "custom:" + i).toList());
    assertThat(dispatch.desk().reports().get(0).lost()).isEqualTo(21);
  }

  @Test
  void each_is_told_what_it_wants() {
    Webhook sales =
        new Webhook(
            "sales",
            receiver.url(),
            new Patterns(List.of("message_*", "user_connected")),
            Optional.of(new Patterns(List.of("group:sales*", "everyone"))),
            Optional.empty());
    dispatch.configure(plan(sales));
    tell(messages.send("group:lounge", "no"));
    tell(connected());
    tell(messages.send("group:sales-north", "yes"));
    tell(CustomEvent.of("no", Map.of()));
    tell(messages.send("everyone", "yes too"));

    arrives(List.of("yes", "yes too"));
    await().atMost(SOON).until(() -> dispatch.desk().reports().get(0).waiting() == 0);
  }

  @Test
  void what_was_retracted_meanwhile_is_told_without_its_content() {
    receiver.answers(request -> 500);
    dispatch.configure(plan(hook("crm")));
    EngineEvent.MessageSent sent = messages.send("everyone", "my password");
    tell(sent);
    await().atMost(SOON).until(() -> dispatch.desk().dead().size() == 1);
    messages.retract(sent.message().id());
    receiver.requests().clear();

    dispatch.desk().retry("all");

    await().atMost(SOON).until(() -> !receiver.requests().isEmpty());
    assertThat(receiver.requests().get(0).text())
        .contains("retracted_at")
        .doesNotContain("my password");
  }

  @Test
  void contents_stay_at_home_where_that_is_wanted() {
    dispatch.configure(new Dispatch.Plan(List.of(hook("crm")), QUICK, false, 100));
    tell(messages.send("everyone", "my password"));

    await().atMost(SOON).until(() -> receiver.requests().size() == 1);
    assertThat(receiver.requests().get(0).text())
        .contains("\"sender_id\":\"123\"")
        .doesNotContain("my password");
    assertThat(storage.all().toString()).doesNotContain("my password");
  }

  @Test
  void a_storage_that_fails_delays_events_and_loses_none() {
    dispatch.configure(plan(hook("crm")));
    storage.fail(true);
    tell(CustomEvent.of("first", Map.of()));
    tell(messages.send("everyone", "message"));
    arrives(List.of("message"));
    storage.fail(false);

    arrives(List.of("message", "custom:first"));
  }

  @Test
  void a_webhook_that_is_no_longer_wanted_is_forgotten() {
    receiver.answers(request -> 500);
    dispatch.configure(plan(hook("crm"), hook("other")));
    tell(messages.send("everyone", "bad"));
    await().atMost(SOON).until(() -> dispatch.desk().dead().size() == 2);

    dispatch.configure(plan(hook("other")));

    assertThat(dispatch.desk().dead()).hasSize(1);
    await()
        .atMost(SOON)
        .until(() -> storage.all().keySet().stream().noneMatch(key -> key.contains("crm")));
    assertThat(storage.all()).containsKey("webhook/other/position");
  }

  @Test
  void without_webhooks_there_is_no_thread_and_nothing_stored() {
    dispatch.configure(plan());
    tell(messages.send("everyone", "m"));
    tell(CustomEvent.of("c", Map.of()));

    // Those of the test before may take a moment to end.
    await().atMost(SOON).until(() -> threads().isEmpty());
    dispatch.close();
    assertThat(storage.all()).isEmpty();
  }

  @Test
  void rubbish_in_the_storage_stops_nothing() {
    storage.put("webhook/crm/position", "{\"rubbish\":1}");
    storage.put("webhook/crm/dead/x", "[]");
    storage.put("outbox/0000000000000000007", "?");
    dispatch = start(storage);
    dispatch.configure(plan(hook("crm")));
    tell(CustomEvent.of("c", Map.of()));

    arrives(List.of("custom:c"));
  }

  private Dispatch start(MemoryStorage with) {
    Dispatch next = new Dispatch(with, messages.asMessages());
    started.add(next);
    return next;
  }

  private void tell(EngineEvent event) {
    dispatch.accept(event, EventFacts.of(event));
  }

  private void arrives(List<String> expected) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(receiver.briefs()).containsExactlyElementsOf(expected));
  }

  private long delivered() {
    return dispatch.desk().reports().get(0).delivered();
  }

  private Webhook hook(String name) {
    return hook(name, receiver.url());
  }

  private static Webhook hook(String name, URI url) {
    return new Webhook(name, url, Patterns.orAll(List.of()), Optional.empty(), Optional.empty());
  }

  private static Dispatch.Plan plan(Webhook... webhooks) {
    return new Dispatch.Plan(List.of(webhooks), QUICK, true, 100);
  }

  /** Tries for ever. */
  private static RetryRules patient(Duration timeout) {
    return new RetryRules(
        100_000, Duration.ofDays(1), Duration.ofMillis(20), Duration.ofMillis(50), timeout);
  }

  private static EngineEvent connected() {
    return new EngineEvent.UserConnected(
        new User("123", "Alice", Metadata.EMPTY, Instant.EPOCH, true), "s1", true, Instant.now());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("italk-webhook"))
        .toList();
  }
}
