package italk.engine.impl.hook;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.ConnectRequest;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.impl.FakeFramework;
import italk.engine.impl.FakeFramework.FakeBundle;
import italk.engine.impl.FakeFramework.FakeService;
import italk.engine.impl.event.WatchedListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HooksTest {

  /** Whatever a hook may be. */
  private record Everything(String name)
      implements MessageInterceptor, ConnectInterceptor, EngineListener {
    @Override
    public Verdict intercept(MessageDraft draft) {
      return Verdict.accept();
    }

    @Override
    public Verdict.OnConnect intercept(ConnectRequest request) {
      return Verdict.accept();
    }
  }

  private final FakeFramework framework = new FakeFramework();
  private final Hooks hooks = new Hooks();

  private FakeBundle extension(String name, String version, Class<?>... types) {
    FakeBundle bundle = framework.extension(name, version, types).start();
    installed(bundle);
    return bundle;
  }

  private void installed(FakeBundle bundle) {
    hooks.setInstalled(bundle.bundle().getBundleId(), InstalledExtension.of(bundle.bundle()));
  }

  private BoundService bind(FakeBundle bundle, String name, int ranking, Class<?>... types) {
    FakeService service = bundle.register(new Everything(name), ranking, types);
    String owner =
        hooks.nameOf(bundle.bundle().getBundleId()).orElse(bundle.bundle().getSymbolicName());
    BoundService bound = new BoundService(new Everything(name), service.reference(), owner);
    hooks.add(bound);
    return bound;
  }

  private void enable(String... names) {
    hooks.setEnabled(EnabledExtensions.of(names, new String[0], new String[0]));
  }

  private Chain<MessageInterceptor> messages() {
    return hooks.chain(MessageInterceptor.class);
  }

  private List<String> asked() {
    return messages().hooks().stream().map(hook -> ((Everything) hook.service()).name()).toList();
  }

  private List<String> missing() {
    return messages().absences().stream().map(Absence::name).toList();
  }

  @Test
  void shutWhileAnEnabledAndInstalledExtensionHasNotBoundAllItDeclares() {
    FakeBundle ext = extension("ext", "1.0.0", MessageInterceptor.class, MessageInterceptor.class);
    assertThat(messages().isOpen()).as("installed, not enabled").isTrue();

    enable("ext");
    assertThat(missing()).containsExactly("ext");
    assertThat(hooks.chain(ConnectInterceptor.class).isOpen()).as("declares none").isTrue();

    bind(ext, "first", 0, MessageInterceptor.class);
    assertThat(missing()).as("one of two").containsExactly("ext");
    BoundService second = bind(ext, "second", 0, MessageInterceptor.class);
    assertThat(missing()).isEmpty();
    assertThat(asked()).containsExactly("first", "second");

    hooks.remove(second);
    assertThat(missing()).containsExactly("ext");
  }

  @Test
  void openWhereWhatIsEnabledIsNotInstalledOrDeclaresNoInterceptor() {
    extension("listener", "1.0.0", EngineListener.class);
    enable("none", "listener");

    assertThat(messages().isOpen()).isTrue();
    assertThat(hooks.states())
        .isEqualTo(Map.of("none", State.NOT_INSTALLED, "listener", State.WAITING));
  }

  @Test
  void whatIsInstalledCountsAlsoWhileItsBundleIsStoppedAndUntilItIsUninstalled() {
    FakeBundle ext = extension("ext", "1.0.0", MessageInterceptor.class);
    enable("ext");
    bind(ext, "hook", 0, MessageInterceptor.class);
    assertThat(hooks.stateOf("ext")).isEqualTo(State.ACTIVE);

    ext.stop();
    installed(ext);
    assertThat(hooks.stateOf("ext")).isEqualTo(State.WAITING);

    hooks.setInstalled(ext.bundle().getBundleId(), Optional.empty());
    assertThat(hooks.stateOf("ext")).isEqualTo(State.NOT_INSTALLED);
    assertThat(messages().isOpen()).isTrue();
  }

  @Test
  void whatIsNotEnabledIsNotCalledAndWhatIsNoExtensionAlways() {
    FakeBundle ext = extension("ext", "1.0.0", MessageInterceptor.class, EngineListener.class);
    FakeBundle own = framework.install("org.integrator").start();
    bind(ext, "ext", 5, MessageInterceptor.class, EngineListener.class);
    bind(own, "own", 0, MessageInterceptor.class, EngineListener.class);
    assertThat(asked()).containsExactly("own");
    assertThat(hooks.listening().byOwner()).containsOnlyKeys("org.integrator");

    enable("ext");
    assertThat(asked()).containsExactly("ext", "own");
    assertThat(hooks.listening().byOwner()).containsOnlyKeys("ext", "org.integrator");
    assertThat(messages().hooks())
        .extracting(Hook::failurePolicy)
        .containsOnly(FailurePolicy.REJECT);
  }

  @Test
  void theHighestRankingIsAskedFirstAndOfEqualsTheOldest() {
    FakeBundle own = framework.install("own").start();
    bind(own, "zero, older", 0, MessageInterceptor.class);
    bind(own, "low", -5, MessageInterceptor.class);
    bind(own, "high", 100, MessageInterceptor.class);
    bind(own, "zero, younger", 0, MessageInterceptor.class);

    assertThat(asked()).containsExactly("high", "zero, older", "zero, younger", "low");
  }

  @Test
  void aRankingThatChangesChangesTheOrder() {
    FakeBundle own = framework.install("own").start();
    bind(own, "one", 2, MessageInterceptor.class);
    FakeService service = own.register(new Everything("two"), 1, MessageInterceptor.class);
    BoundService two = new BoundService(new Everything("two"), service.reference(), "own");
    hooks.add(two);
    Chain<MessageInterceptor> before = messages();
    assertThat(messages().isLike(before)).isTrue();

    service.rank(3);
    assertThat(asked()).as("read when it is told").containsExactly("one", "two");
    two.readRanking();

    assertThat(asked()).containsExactly("two", "one");
    assertThat(messages().isLike(before)).isFalse();
  }

  @Test
  void ofTwoBundlesWithOneNameTheNewerCountsAndTheOtherIsNotCalled() {
    FakeBundle old = extension("ext", "1.0.0", MessageInterceptor.class);
    enable("ext");
    bind(old, "old", 0, MessageInterceptor.class);
    assertThat(asked()).containsExactly("old");

    FakeBundle fresh = extension("ext", "1.1.0", MessageInterceptor.class);
    assertThat(missing()).as("the newer one is not active yet").containsExactly("ext");
    bind(fresh, "fresh", 0, MessageInterceptor.class);
    assertThat(asked()).containsExactly("fresh");
    assertThat(missing()).isEmpty();
    assertThat(hooks.names()).containsExactly("ext");

    FakeBundle same = extension("ext", "1.1.0", MessageInterceptor.class);
    bind(same, "same", 0, MessageInterceptor.class);
    assertThat(asked()).as("of equal versions the first").containsExactly("fresh");
  }

  @Test
  void thePolicyAndTheTimeoutComeFromTheManifestUnlessTheConfigurationSaysOtherwise() {
    FakeBundle ext =
        framework
            .extension(
                "ext",
                "1.0.0",
                Map.of("failure.policy", "ACCEPT", "timeout.millis", 250L),
                MessageInterceptor.class)
            .start();
    installed(ext);
    bind(ext, "hook", 0, MessageInterceptor.class);
    enable("ext");
    assertThat(messages().hooks().get(0).failurePolicy()).isEqualTo(FailurePolicy.ACCEPT);
    assertThat(messages().hooks().get(0).timeout()).isEqualTo(Duration.ofMillis(250));
    Chain<MessageInterceptor> before = messages();

    hooks.setEnabled(
        EnabledExtensions.of(
            new String[] {"ext"}, new String[] {"ext=reject"}, new String[] {"ext=5"}));
    assertThat(messages().hooks().get(0).failurePolicy()).isEqualTo(FailurePolicy.REJECT);
    assertThat(messages().hooks().get(0).timeout()).as("at least 10").hasMillis(10);
    assertThat(messages().isLike(before)).isFalse();

    hooks.setEnabled(
        EnabledExtensions.of(
            new String[] {"ext"},
            new String[] {"ext=perhaps", "=accept", "ext"},
            new String[] {"ext=soon"}));
    assertThat(messages().isLike(before)).as("what can't be read does not count").isTrue();
  }

  @Test
  void aManifestThatCantBeReadFailsClosed() {
    FakeBundle ext =
        framework.extension(
            "ext",
            "1.0.0",
            Map.of("failure.policy", "MAYBE", "timeout.millis", "soon"),
            MessageInterceptor.class);
    installed(ext);
    enable("ext");

    assertThat(messages().absences()).containsExactly(new Absence("ext", FailurePolicy.REJECT));
    assertThat(messages().isClosedByPolicy()).isTrue();
  }

  @Test
  void aBypassIsForWhoFailsOpenAndEndsWhenItIsActiveOrNoLongerEnabled() {
    FakeBundle open =
        framework
            .extension(
                "open", "1.0.0", Map.of("failure.policy", "ACCEPT"), MessageInterceptor.class)
            .start();
    installed(open);
    FakeBundle closed = extension("closed", "1.0.0", MessageInterceptor.class);
    enable("open", "closed");
    hooks.bypass(messages().absences());
    hooks.endBypasses();
    assertThat(missing()).containsExactly("closed");

    bind(closed, "closed", 0, MessageInterceptor.class);
    assertThat(messages().isOpen()).isTrue();
    BoundService hook = bind(open, "open", 1, MessageInterceptor.class);
    hooks.endBypasses();
    assertThat(asked()).containsExactly("open", "closed");
    hooks.remove(hook);
    assertThat(missing()).as("it was active: it is waited for anew").containsExactly("open");

    hooks.bypass(messages().absences());
    enable("closed");
    enable("closed", "open");
    assertThat(missing()).as("it was disabled in between").containsExactly("open");
  }

  @Test
  void theGateIsShutForWhatIsAwaitedAtStart() {
    hooks.await("italk.extensions.read");
    assertThat(missing()).containsExactly("italk.extensions.read");
    assertThat(messages().isClosedByPolicy()).isTrue();
    assertThat(hooks.isStarted()).isFalse();

    hooks.arrived("italk.extensions.read");
    assertThat(messages().isOpen()).isTrue();
    assertThat(hooks.isStarted()).isTrue();
  }

  @Test
  void listenersThatAreMissingAreWaitedForAndTheOthersAreToldByTheirRanking() {
    FakeBundle ext = extension("ext", "1.0.0", EngineListener.class, EngineListener.class);
    enable("ext");
    assertThat(hooks.listening().byOwner()).isEqualTo(Map.of("ext", Optional.empty()));

    bind(ext, "low", 1, EngineListener.class);
    assertThat(hooks.listening().byOwner())
        .as("one of two is not enough")
        .isEqualTo(Map.of("ext", Optional.empty()));
    bind(ext, "high", 2, EngineListener.class);
    assertThat(hooks.listening().byOwner().get("ext").orElseThrow())
        .extracting(listener -> ((WatchedListener) listener).listener())
        .containsExactly(new Everything("high"), new Everything("low"));

    enable();
    assertThat(hooks.listening().byOwner()).isEmpty();
  }

  @Test
  void aServiceIsWhatItWasRegisteredAsNotWhatItsObjectCouldBe() {
    FakeBundle own = framework.install("own").start();
    bind(own, "listener", 0, EngineListener.class);

    assertThat(asked()).isEmpty();
    assertThat(hooks.listening().byOwner()).containsOnlyKeys("own");
  }

  @Test
  void enabledNamesComeInTheirOrderAndThenTheOthersByName() {
    extension("zebra", "1.0.0");
    extension("ant", "1.0.0");
    extension("middle", "1.0.0");
    enable("middle", "absent", "middle");

    assertThat(hooks.names()).containsExactly("middle", "absent", "ant", "zebra");
  }
}
