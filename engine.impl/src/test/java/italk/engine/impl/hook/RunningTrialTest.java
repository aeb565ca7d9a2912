package italk.engine.impl.hook;

import static italk.engine.impl.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.api.operation.Trial;
import italk.engine.api.operation.Trials;
import italk.engine.impl.FakeFramework;
import italk.engine.impl.FakeFramework.FakeBundle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@SuppressWarnings("try") // some trials are held open, not used
class RunningTrialTest {

  private static final MessageInterceptor ACCEPTING = draft -> Verdict.accept();
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final FakeFramework framework = new FakeFramework();
  private final TestRegistry registry = new TestRegistry(framework, Map.of());
  private final Trials trials = new ExtensionTrials(framework.context(), registry.get());
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void stop() {
    release.countDown();
    registry.close();
  }

  private FakeBundle version(String version, Class<?>... types) {
    return framework.extension("ext", version, types);
  }

  private void enable() {
    registry.modify(
        Map.of("extensions", new String[] {"ext"}, "timeouts__ms", new String[] {"ext=100"}));
  }

  private List<Object> asked() {
    return registry.get().messagePassage().gate().chain().hooks().stream()
        .<Object>map(Hook::service)
        .toList();
  }

  private boolean isOpen() {
    return registry.get().messagePassage().isOpen();
  }

  @Test
  void nothingPassesFromItsBeginToItsEndAndThenThroughTheVersionThatIsStarted() throws Exception {
    FakeBundle old = version("2.0.0", MessageInterceptor.class).start();
    old.register(ACCEPTING, 0, MessageInterceptor.class);
    enable();
    FakeBundle next = version("1.0.0", MessageInterceptor.class);
    assertThat(isOpen()).as("prepared beside it").isTrue();

    MessageInterceptor newHook = draft -> Verdict.accept();
    try (Trial trial = trials.begin("ext")) {
      assertThat(isOpen()).isFalse();
      assertThat(registry.get().find("ext").orElseThrow().detail()).contains("being tried");
      old.stop();
      next.start().register(newHook, 0, MessageInterceptor.class);
      assertThat(trial.awaitActive(next.bundle().getBundleId(), LONG)).isEmpty();
      assertThat(trial.probe(next.bundle().getBundleId())).isEmpty();
      assertThat(isOpen()).as("active, but not judged yet").isFalse();
    }

    assertThat(isOpen()).isTrue();
    assertThat(asked()).containsExactly(newHook);
    assertThat(registry.get().find("ext").orElseThrow().version()).contains("1.0.0");
  }

  @Test
  void aVersionBesideTheOneThatRunsChangesNothing() {
    FakeBundle old = version("1.0.0", MessageInterceptor.class).start();
    old.register(ACCEPTING, 0, MessageInterceptor.class);
    enable();

    version("2.0.0", MessageInterceptor.class, ConnectInterceptor.class);

    assertThat(isOpen()).isTrue();
    assertThat(registry.get().waitingFor()).isEmpty();
    assertThat(asked()).containsExactly(ACCEPTING);
    assertThat(registry.get().find("ext").orElseThrow().state()).isEqualTo(State.ACTIVE);
  }

  @Test
  void whatHooksOnlyOneOfTheVersionsHasIsWaitedForToo() {
    FakeBundle old = version("1.0.0", MessageInterceptor.class).start();
    old.register(ACCEPTING, 0, MessageInterceptor.class);
    enable();
    version("2.0.0", ConnectInterceptor.class);

    try (Trial trial = trials.begin("ext")) {
      assertThat(isOpen()).isFalse();
      assertThat(registry.get().connectPassage().isOpen()).isFalse();
    }
    assertThat(isOpen()).isTrue();
    assertThat(registry.get().connectPassage().isOpen()).isTrue();
  }

  @Test
  void saysWhyAVersionIsNotActiveInTime() throws Exception {
    FakeBundle next = version("1.0.0", MessageInterceptor.class).start();
    try (Trial trial = trials.begin("ext")) {
      assertThat(trial.awaitActive(next.bundle().getBundleId(), SHORT)).as("disabled").isEmpty();
      enable();
      assertThat(trial.awaitActive(next.bundle().getBundleId(), SHORT).orElseThrow())
          .contains("has not registered all the hooks", "100 ms");

      CompletableFuture<Void> later =
          CompletableFuture.runAsync(() -> next.register(ACCEPTING, 0, MessageInterceptor.class));
      assertThat(trial.awaitActive(next.bundle().getBundleId(), LONG)).isEmpty();
      later.get();
    }
  }

  @Test
  void aProbeFindsWhatThrowsAnswersNullOrHangs() throws Exception {
    enable();
    Map<MessageInterceptor, String> bad =
        Map.of(
            draft -> {
              throw new IllegalStateException("on purpose");
            },
            "threw java.lang.IllegalStateException: on purpose",
            draft -> {
              throw new NoClassDefFoundError("com/example/Gone");
            },
            "threw java.lang.NoClassDefFoundError: com/example/Gone",
            draft -> null,
            "answered null",
            draft -> {
              release.await();
              return Verdict.accept();
            },
            "gave no verdict within 100 ms");
    for (Map.Entry<MessageInterceptor, String> hook : bad.entrySet()) {
      FakeBundle bundle = version("1.0.0", MessageInterceptor.class).start();
      try (Trial trial = trials.begin("ext")) {
        bundle.register(hook.getKey(), 0, MessageInterceptor.class);
        assertThat(trial.probe(bundle.bundle().getBundleId()).orElseThrow())
            .contains("MessageInterceptor", hook.getValue());
      }
      bundle.uninstall();
    }
  }

  @Test
  void anyVerdictOnAProbeIsGood() throws Exception {
    enable();
    FakeBundle bundle =
        version("1.0.0", MessageInterceptor.class, ConnectInterceptor.class).start();
    bundle.register(
        (MessageInterceptor) draft -> Verdict.reject("You are not registered."),
        0,
        MessageInterceptor.class);
    bundle.register(
        (ConnectInterceptor) request -> Verdict.reject(request.user().id() + " is not known."),
        0,
        ConnectInterceptor.class);
    try (Trial trial = trials.begin("ext")) {
      assertThat(trial.probe(bundle.bundle().getBundleId())).isEmpty();
    }
  }

  @Test
  void eventsWaitForTheVersionThatRunsAfterIt() {
    List<String> told = new CopyOnWriteArrayList<>();
    FakeBundle old = version("1.0.0", EngineListener.class).start();
    old.register(listener(told, "old"), 0, EngineListener.class);
    enable();
    FakeBundle next = version("2.0.0", EngineListener.class);
    registry.get().events().publish(CustomEvent.of("test/1", Map.of()));
    soon().untilAsserted(() -> assertThat(told).containsExactly("old test/1"));

    try (Trial trial = trials.begin("ext")) {
      registry.get().events().publish(CustomEvent.of("test/2", Map.of()));
      next.start().register(listener(told, "next"), 0, EngineListener.class);
      registry.get().events().publish(CustomEvent.of("test/3", Map.of()));
      // It is bad, and the old one goes on.
      next.stop();
      next.uninstall();
    }

    soon()
        .untilAsserted(
            () -> assertThat(told).containsExactly("old test/1", "old test/2", "old test/3"));
  }

  private static EngineListener listener(List<String> told, String name) {
    return new EngineListener() {
      @Override
      public void onCustom(CustomEvent event) {
        told.add(name + " " + event.type());
      }
    };
  }

  @Test
  void aDismissedBundleIsNotCalledThoughItRuns() {
    FakeBundle old = version("1.0.0", MessageInterceptor.class).start();
    old.register(ACCEPTING, 0, MessageInterceptor.class);
    enable();
    FakeBundle next = version("2.0.0", MessageInterceptor.class).start();
    try (Trial trial = trials.begin("ext")) {
      trial.dismiss(next.bundle().getBundleId());
    }
    next.register(
        (MessageInterceptor) draft -> Verdict.reject("late"), 0, MessageInterceptor.class);

    assertThat(isOpen()).isTrue();
    assertThat(asked()).containsExactly(ACCEPTING);
    assertThat(registry.get().list()).extracting("version").containsExactly(Optional.of("1.0.0"));
  }

  @Test
  void oneTrialOfAnExtensionAtATime() {
    try (Trial trial = trials.begin("ext")) {
      assertThatThrownBy(() -> trials.begin("ext"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ext");
    }
    trials.begin("ext").close();
  }
}
