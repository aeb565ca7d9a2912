package italk.engine.impl.hook;

import static italk.engine.impl.Soon.soon;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.event.Change;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.impl.FakeFramework;
import italk.engine.impl.FakeFramework.FakeBundle;
import italk.engine.impl.FakeFramework.FakeService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ExtensionRegistryTest {

  private static final MessageInterceptor ACCEPTING = draft -> Verdict.accept();

  private final FakeFramework framework = new FakeFramework();
  private final CountDownLatch release = new CountDownLatch(1);
  private TestRegistry registry = new TestRegistry(framework, Map.of());

  @AfterEach
  void stop() {
    release.countDown();
    registry.close();
  }

  private void enable(String... names) {
    registry.modify(Map.of("extensions", names));
  }

  private ExtensionStatus status(String name) {
    return registry.get().find(name).orElseThrow();
  }

  private boolean isOpen() {
    return registry.get().messagePassage().isOpen();
  }

  /** Told of every change of an extension. */
  private List<String> changes() {
    List<String> told = new CopyOnWriteArrayList<>();
    registry
        .get()
        .events()
        .attach(
            "test",
            List.of(
                new EngineListener() {
                  @Override
                  public void onChange(Change event) {
                    ExtensionStatus extension = ((Change.ExtensionChanged) event).extension();
                    told.add(extension.name() + " " + extension.state());
                  }
                }));
    return told;
  }

  @Test
  void eachChangeOfAnExtensionIsToldOnce() throws Exception {
    List<String> told = changes();
    enable("ext", "absent");
    enable("ext", "absent");
    FakeBundle bundle = framework.extension("ext", "1.0.0", MessageInterceptor.class);
    bundle.start();
    FakeService service = bundle.register(ACCEPTING, 1, MessageInterceptor.class);
    service.rank(2);
    service.unregister();
    bundle.register(ACCEPTING, 1, MessageInterceptor.class);
    enable();
    bundle.uninstall();

    // Something else at the end: whatever was told too often would come before it.
    enable("last");
    soon()
        .untilAsserted(
            () ->
                assertThat(told)
                    .containsExactly(
                        "ext NOT_INSTALLED",
                        "absent NOT_INSTALLED",
                        "ext WAITING",
                        "ext ACTIVE",
                        "ext WAITING",
                        "ext ACTIVE",
                        "ext INSTALLED",
                        "last NOT_INSTALLED"));
  }

  @Test
  void whatWasThereBeforeItIsFound() {
    registry.close();
    FakeFramework earlier = new FakeFramework();
    earlier
        .extension("ext", "1.2.3", Map.of("failure.policy", "ACCEPT"), MessageInterceptor.class)
        .start()
        .register(ACCEPTING, 1, MessageInterceptor.class);

    registry = new TestRegistry(earlier, Map.of("extensions", new String[] {"other", "ext"}));

    ExtensionStatus status = status("ext");
    assertThat(status.state()).isEqualTo(State.ACTIVE);
    assertThat(status.version()).contains("1.2.3");
    assertThat(status.position()).isEqualTo(2);
    assertThat(status.hooks()).containsExactly("MessageInterceptor");
    assertThat(status.failurePolicy()).isEqualTo(FailurePolicy.ACCEPT);
    assertThat(status.detail()).isEmpty();
    assertThat(isOpen()).isTrue();
    assertThat(registry.get().list())
        .extracting(ExtensionStatus::name)
        .containsExactly("other", "ext");
    assertThat(registry.get().find("nothing")).isEmpty();
  }

  @Test
  void whatIsWaitedForSaysWhy() {
    FakeBundle bundle = framework.extension("ext", "1.0.0", MessageInterceptor.class);
    enable("ext");
    assertThat(status("ext").detail()).contains("does not resolve", "felix:resolve");
    bundle.start();
    assertThat(status("ext").detail()).contains("has not registered all the hooks");
    bundle.stop();
    assertThat(status("ext").detail()).contains("is stopped: felix:start");
    assertThat(registry.get().waitingFor()).containsExactly("ext");
  }

  @Test
  void itOpensOnlyAfterWhatIsAwaitedAtStartHasCome() {
    registry.close();
    FakeFramework awaiting = new FakeFramework();
    awaiting.property("italk.engine.await", " folder.read , other ,");
    registry = new TestRegistry(awaiting, Map.of());
    assertThat(registry.get().waitingFor()).containsExactlyInAnyOrder("folder.read", "other");

    FakeBundle runtime = awaiting.install("runtime").start();
    for (String id : List.of("folder.read", "other")) {
      assertThat(isOpen()).isFalse();
      runtime.condition(id);
    }
    assertThat(isOpen()).isTrue();
  }

  @Test
  void unregisteringWaitsForTheListenerThatIsBeingToldAndItsQueueWaitsForTheNext()
      throws Exception {
    FakeBundle bundle = framework.extension("ext", "1.0.0", EngineListener.class).start();
    enable("ext");
    CountDownLatch begun = new CountDownLatch(1);
    List<String> told = new CopyOnWriteArrayList<>();
    FakeService old =
        bundle.register(
            new EngineListener() {
              @Override
              public void onCustom(CustomEvent event) throws Exception {
                begun.countDown();
                release.await();
                told.add("old " + event.type());
              }
            },
            0,
            EngineListener.class);
    registry.get().events().publish(CustomEvent.of("test/1", Map.of()));
    assertThat(begun.await(5, SECONDS)).isTrue();
    registry.get().events().publish(CustomEvent.of("test/2", Map.of()));

    Thread unregistering = new Thread(old::unregister);
    unregistering.start();
    soon().until(() -> unregistering.getState() == Thread.State.TIMED_WAITING);
    assertThat(told).isEmpty();
    release.countDown();
    unregistering.join(5_000);
    assertThat(told).containsExactly("old test/1");

    bundle.register(
        new EngineListener() {
          @Override
          public void onCustom(CustomEvent event) {
            told.add("new " + event.type());
          }
        },
        0,
        EngineListener.class);
    soon().until(() -> told.size() == 2);
    assertThat(told).endsWith("new test/2");
  }

  @Test
  void unregisteringWaitsForTheListenerAlsoWhereTheExtensionWasDisabledBefore() throws Exception {
    FakeBundle bundle = framework.extension("ext", "1.0.0", EngineListener.class).start();
    enable("ext");
    CountDownLatch begun = new CountDownLatch(1);
    List<String> told = new CopyOnWriteArrayList<>();
    FakeService listener =
        bundle.register(
            new EngineListener() {
              @Override
              public void onCustom(CustomEvent event) throws Exception {
                begun.countDown();
                release.await();
                told.add(event.type());
              }
            },
            0,
            EngineListener.class);
    registry.get().events().publish(CustomEvent.of("test/1", Map.of()));
    assertThat(begun.await(5, SECONDS)).isTrue();

    enable();
    registry.get().events().publish(CustomEvent.of("test/2", Map.of()));
    Thread unregistering = new Thread(listener::unregister);
    unregistering.start();
    soon()
        .until(
            () ->
                unregistering.getState() == Thread.State.TIMED_WAITING || !unregistering.isAlive());
    assertThat(unregistering.isAlive()).as("somebody is still in the listener").isTrue();
    release.countDown();
    unregistering.join(5_000);

    assertThat(told).containsExactly("test/1");
  }

  @Test
  void unregisteringAHookThatNeverReturnsTakesTwoSecondsAndNoLonger() throws Exception {
    FakeBundle own = framework.install("own").start();
    FakeService service = own.register(ACCEPTING, 0, MessageInterceptor.class);
    Passage<MessageInterceptor> passage = registry.get().messagePassage();
    Chain<MessageInterceptor> inside = passage.gate().enter().orElseThrow();

    CompletableFuture<Void> unregistered = CompletableFuture.runAsync(service::unregister);
    soon().until(() -> inside.hooks().get(0).isGone());

    unregistered.get(5, SECONDS);
    assertThat(passage.gate().chain().hooks()).isEmpty();
    inside.fence().leave();
    assertThat(inside.fence().isEmpty()).isTrue();
  }
}
