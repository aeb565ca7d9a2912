package italk.engine.impl.hook;

import static italk.engine.impl.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Problem;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.impl.Crowd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GateTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private volatile Duration patience = LONG;

  /** Tries until it is let in or refused, as a walk does. */
  private static final class Visitor implements Gate.Waiter {
    private final Gate<Object> gate;
    private final AtomicInteger ends = new AtomicInteger();
    private volatile boolean entered;
    private volatile Problem refused;

    Visitor(Gate<Object> gate) {
      this.gate = gate;
    }

    @Override
    public void tryAgain() {
      gate.enter()
          .ifPresentOrElse(
              chain -> {
                entered = true;
                ends.incrementAndGet();
                chain.fence().leave();
              },
              () -> gate.await(this));
    }

    @Override
    public void refuse(Problem problem) {
      refused = problem;
      ends.incrementAndGet();
    }
  }

  private static Chain<Object> open() {
    return new Chain<>(List.of(), List.of());
  }

  private static Chain<Object> shut(FailurePolicy... policies) {
    List<Absence> absences = new ArrayList<>();
    for (FailurePolicy policy : policies) {
      absences.add(new Absence("ext" + absences.size(), policy));
    }
    return new Chain<>(List.of(), absences);
  }

  private Gate<Object> gate(Chain<Object> first) {
    return new Gate<>(() -> patience, first);
  }

  private static Visitor visit(Gate<Object> gate) {
    Visitor visitor = new Visitor(gate);
    visitor.tryAgain();
    return visitor;
  }

  @Test
  void openItLetsIn() {
    assertThat(visit(gate(open())).entered).isTrue();
  }

  @Test
  void shutItKeepsWaitingUntilItOpens() {
    Gate<Object> gate = gate(shut(FailurePolicy.REJECT));
    Visitor visitor = visit(gate);
    gate.refuseLate();
    gate.wake();
    assertThat(visitor.ends).hasValue(0);
    assertThat(gate.waiting()).isOne();

    gate.replace(open());
    gate.wake();

    assertThat(visitor.entered).isTrue();
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void wakesInTheOrderOfComing() {
    Gate<Object> gate = gate(shut(FailurePolicy.REJECT));
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      gate.await(
          new Gate.Waiter() {
            @Override
            public void tryAgain() {
              order.add(number);
            }

            @Override
            public void refuse(Problem problem) {
              throw new AssertionError(problem);
            }
          });
    }
    gate.replace(open());
    gate.wake();
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void whoFailsClosedIsWaitedForNoLongerThanThePatienceAndIsNamed() {
    Gate<Object> gate = gate(shut(FailurePolicy.ACCEPT, FailurePolicy.REJECT));
    Visitor early = visit(gate);
    patience = Duration.ZERO;
    soon().until(gate::isLate);

    gate.refuseLate();
    Visitor late = visit(gate);

    for (Visitor visitor : List.of(early, late)) {
      assertThat(visitor.ends).hasValue(1);
      assertThat(visitor.refused.code()).isEqualTo(Problem.Code.UNAVAILABLE);
      assertThat(visitor.refused.message()).contains("ext0, ext1").contains("Try again in 1 s");
      assertThat(visitor.refused.retryAfter()).contains(patience);
    }
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void whoFailsOpenRefusesNobodyHoweverLateItIs() {
    Gate<Object> gate = gate(shut(FailurePolicy.ACCEPT));
    Visitor early = visit(gate);
    patience = Duration.ZERO;
    soon().until(gate::isLate);

    gate.refuseLate();
    Visitor late = visit(gate); // The registry is about to bypass, but has not yet.
    assertThat(early.ends).hasValue(0);
    assertThat(late.ends).hasValue(0);

    gate.replace(open());
    gate.wake();
    assertThat(early.entered).isTrue();
    assertThat(late.entered).isTrue();
  }

  @Test
  void thePatienceBeginsWhenItShuts() {
    patience = Duration.ofMillis(50);
    Gate<Object> gate = gate(shut(FailurePolicy.REJECT));
    soon().until(gate::isLate);
    gate.replace(shut(FailurePolicy.REJECT, FailurePolicy.REJECT));
    assertThat(gate.isLate()).as("shut is shut, whoever is missing").isTrue();

    patience = LONG;
    gate.replace(open());
    patience = Duration.ofMillis(50);
    assertThat(gate.isLate()).isFalse();
    patience = LONG;
    gate.replace(shut(FailurePolicy.REJECT));
    assertThat(gate.isLate()).isFalse();
    assertThat(visit(gate).ends).hasValue(0);
  }

  @Test
  void theOldChainsFenceIsClosedSoThatNobodyEntersItAnyMore() {
    Gate<Object> gate = gate(open());
    Chain<Object> inside = gate.enter().orElseThrow();
    Chain<Object> next = open();

    assertThat(gate.replace(next)).isSameAs(inside);
    assertThat(inside.fence().enter()).isFalse();
    assertThat(inside.fence().isEmpty()).isFalse();
    inside.fence().leave();
    assertThat(inside.fence().isEmpty()).isTrue();
    assertThat(gate.enter()).containsSame(next);
  }

  /** It opens once, at the very moment in which someone is about to wait: there is no next time. */
  @Test
  void whoComesAtTheMomentOfOpeningDoesNotWaitForEver() throws Exception {
    int rounds = 5_000;
    List<Gate<Object>> gates = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      gates.add(gate(shut(FailurePolicy.REJECT)));
    }
    List<Visitor> visitors = new ArrayList<>();
    AtomicInteger round = new AtomicInteger();
    Crowd.of(
        2,
        number -> {
          for (int i = 0; i < rounds; i++) {
            round.incrementAndGet();
            while (round.get() < 2 * i + 2) { // Closer together than a barrier would wake them.
              Thread.onSpinWait();
            }
            if (number == 0) {
              visitors.add(visit(gates.get(i)));
            } else {
              gates.get(i).replace(open());
              gates.get(i).wake();
            }
          }
        });

    assertThat(visitors)
        .hasSize(rounds)
        .allSatisfy(visitor -> assertThat(visitor.ends).hasValue(1));
  }

  /**
   * Who comes while the gate opens, shuts and gives up is let in or refused: once, and never lost.
   */
  @Test
  void nobodyIsLostOrEndsTwiceHoweverOftenItOpensAndShuts() throws Exception {
    int visitors = 4;
    int each = 3_000;
    patience = Duration.ofNanos(200_000);
    Gate<Object> gate = gate(open());
    AtomicInteger busy = new AtomicInteger(visitors);
    AtomicInteger entered = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    Crowd.of(
        visitors + 2,
        number -> {
          if (number == visitors) {
            while (busy.get() > 0) {
              gate.replace(shut(FailurePolicy.REJECT));
              gate.replace(shut(FailurePolicy.REJECT, FailurePolicy.ACCEPT));
              Thread.yield();
              gate.replace(open());
              gate.wake();
            }
          } else if (number > visitors) {
            while (busy.get() > 0) {
              gate.refuseLate();
            }
          } else {
            for (int i = 0; i < each; i++) {
              Visitor visitor = visit(gate);
              while (visitor.ends.get() == 0) { // The test's own time-out ends this.
                Thread.onSpinWait();
              }
              assertThat(visitor.ends).hasValue(1);
              (visitor.entered ? entered : refused).incrementAndGet();
            }
            busy.decrementAndGet();
          }
        });
    assertThat(entered.get() + refused.get()).isEqualTo(visitors * each);
    assertThat(gate.waiting()).isZero();
  }
}
