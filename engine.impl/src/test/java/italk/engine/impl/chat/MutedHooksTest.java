package italk.engine.impl.chat;

import static italk.engine.impl.Soon.soon;
import static italk.engine.impl.chat.TestEngine.result;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ActiveHook;
import italk.engine.api.extension.ActiveHooks;
import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.impl.FakeFramework.FakeBundle;
import italk.engine.impl.hook.SwitchableHooks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MutedHooksTest {

  private static final String INTERCEPTOR = "MessageInterceptor";
  private static final String LISTENER = "EngineListener";
  private static final Conversation EVERYONE = Conversation.everyone();

  private final TestEngine test = new TestEngine(Map.of("extensions", new String[] {"ext"}));
  private final ActiveHooks hooks = new SwitchableHooks(test.registry.get());
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void stop() {
    release.countDown();
    test.close();
  }

  private FakeBundle extension(Class<?>... types) {
    return test.framework.extension("ext", "1.0.0", types).start();
  }

  private static MessageInterceptor adding(String mark) {
    return draft -> Verdict.replace(draft.content() + mark);
  }

  private String sent(Session session) throws Exception {
    return result(session.send(EVERYONE, "x")).orThrow().content();
  }

  private String detail() {
    return test.registry.get().find("ext").orElseThrow().detail();
  }

  private ActiveHook hook(String extension, String type) {
    return hooks.list().stream()
        .filter(hook -> hook.extension().equals(extension) && hook.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsHookedIsListedInOrderWithWhatItDid() throws Exception {
    FakeBundle ext =
        extension(MessageInterceptor.class, ConnectInterceptor.class, EngineListener.class);
    var first =
        ext.register(
            (MessageInterceptor)
                draft -> {
                  if (draft.content().equals("throw")) {
                    throw new IllegalStateException("as told");
                  }
                  return draft.content().equals("no") ? Verdict.reject("no") : Verdict.accept();
                },
            5,
            MessageInterceptor.class);
    ext.register((ConnectInterceptor) request -> Verdict.accept(), 5, ConnectInterceptor.class);
    ext.register(new EngineListener() {}, 5, EngineListener.class);
    test.intercept(draft -> Verdict.accept());
    test.engine.listen("embedder", new EngineListener() {});
    Session alice = test.connect("alice");
    result(alice.send(EVERYONE, "yes"));
    result(alice.send(EVERYONE, "no"));
    result(alice.send(EVERYONE, "throw"));

    assertThat(hooks.list())
        .extracting(hook -> hook.type() + " " + hook.order() + " " + hook.extension())
        .containsExactly(
            "MessageInterceptor 1 ext",
            "MessageInterceptor 2 own",
            "ConnectInterceptor 1 ext",
            "EngineListener 1 ext",
            "EngineListener 2 embedder");
    ActiveHook asked = hook("ext", INTERCEPTOR);
    assertThat(asked.calls()).isEqualTo(3);
    assertThat(asked.rejects()).isEqualTo(1);
    assertThat(asked.failures()).isEqualTo(1);
    assertThat(asked.serviceId()).isEqualTo(first.reference().getProperty("service.id"));
    assertThat(asked.mean()).isPositive();
    assertThat(asked.longest()).isGreaterThanOrEqualTo(asked.mean());
    assertThat(hook("own", INTERCEPTOR).calls()).isEqualTo(1);
    assertThat(hook("ext", "ConnectInterceptor").calls()).isEqualTo(1);
    // A connect, a message, and that it failed.
    soon().until(() -> hook("embedder", LISTENER).calls() >= 3);
    assertThat(hook("embedder", LISTENER).serviceId()).isEqualTo(-1);
    assertThat(hook("embedder", LISTENER).mean()).isPositive();
    soon().until(() -> hook("ext", LISTENER).waiting() == 0);
    assertThat(test.registry.get().find("ext").orElseThrow().calls())
        .as("of interceptors")
        .isEqualTo(4);
  }

  @Test
  void whatIsMutedIsNotAskedNorWaitedForWhileItsExtensionIsUpdatedUntilItIsUnmuted()
      throws Exception {
    FakeBundle ext = extension(MessageInterceptor.class);
    ext.register(adding("1"), 0, MessageInterceptor.class);
    Session alice = test.connect("alice");
    assertThat(sent(alice)).isEqualTo("x1");

    hooks.mute("ext", INTERCEPTOR);
    hooks.mute("ext", INTERCEPTOR);
    assertThat(sent(alice)).isEqualTo("x");
    assertThat(hook("ext", INTERCEPTOR).muted()).isTrue();
    assertThat(detail()).isEqualTo("MessageInterceptor is muted");

    ext.update("2.0.0");
    assertThat(sent(alice)).as("not waited for").isEqualTo("x");
    assertThat(detail()).startsWith("its bundle").endsWith("; MessageInterceptor is muted");
    ext.start();
    ext.register(adding("2"), 0, MessageInterceptor.class);
    assertThat(sent(alice)).as("the update is muted, too").isEqualTo("x");
    assertThat(hook("ext", INTERCEPTOR).muted()).isTrue();

    hooks.unmute("ext", INTERCEPTOR);
    hooks.unmute("ext", INTERCEPTOR);
    assertThat(sent(alice)).isEqualTo("x2");
    assertThat(detail()).isEmpty();
    hooks.unmute("unknown", INTERCEPTOR);
  }

  @Test
  void onlyItsTypeIsMuted() throws Exception {
    FakeBundle ext = extension(MessageInterceptor.class, ConnectInterceptor.class);
    ext.register(adding("1"), 0, MessageInterceptor.class);
    ext.register(
        (ConnectInterceptor)
            request ->
                request.user().id().equals("mallory") ? Verdict.reject("no") : Verdict.accept(),
        0,
        ConnectInterceptor.class);
    hooks.mute("ext", "ConnectInterceptor");
    assertThat(sent(test.connect("mallory"))).isEqualTo("x1");
    hooks.unmute("ext", "ConnectInterceptor");
    assertThatThrownBy(() -> test.connect("mallory")).isInstanceOf(EngineException.class);
  }

  @Test
  void aMutedListenerIsNotToldAndNotLaterEither() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    CountDownLatch inside = new CountDownLatch(1);
    FakeBundle ext = extension(EngineListener.class);
    ext.register(
        new EngineListener() {
          @Override
          public void onCustom(CustomEvent event) throws Exception {
            told.add(event.type());
            if (event.type().equals("hang")) {
              inside.countDown();
              release.await();
            }
          }
        },
        0,
        EngineListener.class);
    emit("before");
    emit("hang");
    emit("queued");
    inside.await();
    assertThat(hook("ext", LISTENER).waiting()).isPositive();
    CompletableFuture<Void> muting = CompletableFuture.runAsync(() -> hooks.mute("ext", LISTENER));
    soon().until(() -> hook("ext", LISTENER).muted());
    assertThat(hook("ext", LISTENER).waiting()).isZero();
    release.countDown();
    muting.get(20, SECONDS);
    emit("missed");
    ext.update("2.0.0");
    emit("missed, too: nobody keeps it");
    hooks.unmute("ext", LISTENER);
    emit("kept for the update");
    ext.start();
    ext.register(
        new EngineListener() {
          @Override
          public void onCustom(CustomEvent event) {
            told.add(event.type());
          }
        },
        0,
        EngineListener.class);
    soon().until(() -> told.contains("kept for the update"));
    assertThat(told).containsExactly("before", "hang", "kept for the update");
  }

  private void emit(String name) {
    test.engine.emit(CustomEvent.of(name, Map.of()));
  }

  @Test
  void whoIsUnknownCantBeMuted() {
    for (String[] wrong : new String[][] {{"unknown", INTERCEPTOR}, {"ext", "Interceptor"}}) {
      assertThatThrownBy(() -> hooks.mute(wrong[0], wrong[1]))
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.INVALID));
    }
    hooks.mute("ext", INTERCEPTOR); // Enabled, and not installed yet.
    assertThat(detail()).isEqualTo("MessageInterceptor is muted");
  }

  @Test
  void aCallThatDoesNotReturnHoldsAMuteForAMomentOnlyAndNobodyIsAskedAfterIt() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    test.modify(
        Map.of(
            "extensions",
            new String[] {"slow", "ext"},
            "timeouts__ms",
            new String[] {"slow=20000"}));
    test.framework
        .extension("slow", "1.0.0", MessageInterceptor.class)
        .start()
        .register(
            (MessageInterceptor)
                draft -> {
                  inside.countDown();
                  release.await();
                  return Verdict.accept();
                },
            9,
            MessageInterceptor.class);
    extension(MessageInterceptor.class)
        .register(
            (MessageInterceptor)
                draft -> {
                  asked.incrementAndGet();
                  return Verdict.accept();
                },
            0,
            MessageInterceptor.class);
    CompletableFuture<SendResult> held =
        test.connect("alice").send(EVERYONE, "x").toCompletableFuture();
    inside.await();

    hooks.mute("ext", INTERCEPTOR);
    release.countDown();

    assertThat(held.get(20, SECONDS).orThrow().content()).isEqualTo("x");
    assertThat(asked).as("asked by who was on the way before").hasValue(0);
  }

  /** Many messages on their way: after a mute nobody begins to ask, after an unmute all do. */
  @Test
  void underLoadAMuteIsAFence() throws Exception {
    AtomicBoolean muted = new AtomicBoolean();
    AtomicBoolean askedWhileMuted = new AtomicBoolean();
    AtomicBoolean end = new AtomicBoolean();
    extension(MessageInterceptor.class)
        .register(
            (MessageInterceptor)
                draft -> {
                  askedWhileMuted.compareAndSet(false, muted.get());
                  return Verdict.replace(draft.content() + "!");
                },
            0,
            MessageInterceptor.class);
    AtomicInteger sent = new AtomicInteger();
    List<CompletableFuture<Void>> senders =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.runAsync(() -> sendAll("s" + i, end, sent)))
            .toList();
    Session probe = test.connect("probe");
    Conversation notes = Conversation.direct("probe", "probe");
    for (int round = 0; round < 60; round++) {
      int before = sent.get();
      soon().until(() -> sent.get() > before + 4);
      hooks.mute("ext", INTERCEPTOR);
      muted.set(true);
      assertThat(result(probe.send(notes, "x")).orThrow().content()).isEqualTo("x");
      int since = sent.get();
      soon().until(() -> sent.get() > since + 4);
      muted.set(false);
      hooks.unmute("ext", INTERCEPTOR);
      soon().until(() -> result(probe.send(notes, "x")).orThrow().content().equals("x!"));
    }
    end.set(true);
    for (CompletableFuture<Void> sender : senders) {
      sender.get(20, SECONDS);
    }
    assertThat(askedWhileMuted).isFalse();
    soon().atMost(Duration.ofSeconds(20)).until(() -> test.engine.status().waitingMessages() == 0);
  }

  private void sendAll(String userId, AtomicBoolean end, AtomicInteger sent) {
    try (Session session = test.connect(userId)) {
      Conversation notes = Conversation.direct(userId, userId);
      while (!end.get()) {
        result(session.send(notes, "x"));
        sent.incrementAndGet();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
