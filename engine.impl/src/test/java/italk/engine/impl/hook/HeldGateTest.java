package italk.engine.impl.hook;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.operation.Gate;
import italk.engine.api.operation.Gate.Hold;
import italk.engine.impl.FakeFramework;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HeldGateTest {

  private static final Duration LONG = Duration.ofSeconds(10);

  private final TestRegistry registry = new TestRegistry(new FakeFramework(), Map.of());
  private final Gate gate = new HeldGate(registry.get());

  @AfterEach
  void stop() {
    registry.close();
  }

  private Passage<MessageInterceptor> messages() {
    return registry.get().messagePassage();
  }

  @Test
  void isShutUntilTheLastHoldIsClosedAndSaysWhatIsWaitedFor() throws Exception {
    Hold first = gate.hold("a change", LONG);
    Hold second = gate.hold("a change", LONG);
    assertThat(messages().isOpen()).isFalse();
    assertThat(registry.get().connectPassage().isOpen()).isFalse();
    assertThat(registry.get().waitingFor()).containsExactly("a change");

    first.close();
    first.close();
    assertThat(messages().isOpen()).as("the second one holds it").isFalse();
    second.close();
    assertThat(messages().isOpen()).isTrue();
  }

  @Test
  void waitsForThoseInside() throws Exception {
    Chain<MessageInterceptor> inside = messages().gate().enter().orElseThrow();
    CompletableFuture<Hold> holding =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return gate.hold("a change", LONG);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(inside.fence().awaitEmpty(Duration.ofMillis(100))).isFalse();
    assertThat(holding).isNotDone();

    inside.fence().leave();
    try (Hold hold = holding.get(5, TimeUnit.SECONDS)) {
      assertThat(hold.isQuiet()).isTrue();
    }
  }

  @Test
  void saysWhereSomebodyStayedInside() throws Exception {
    Chain<MessageInterceptor> inside = messages().gate().enter().orElseThrow();
    try (Hold hold = gate.hold("a change", Duration.ofMillis(50))) {
      assertThat(hold.isQuiet()).isFalse();
    }
    inside.fence().leave();
    assertThat(messages().isOpen()).isTrue();
  }
}
