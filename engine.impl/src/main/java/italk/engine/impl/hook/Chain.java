package italk.engine.impl.hook;

import italk.engine.api.extension.FailurePolicy;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is asked, in order, at one moment; immutable but for its fence. Whoever walks through it is
 * inside the fence.
 *
 * @param hooks in the order in which they are asked
 * @param absences why nobody may pass; empty where the gate is open
 * @param fence closed when another chain has taken its place
 */
record Chain<S>(List<Hook<S>> hooks, List<Absence> absences, Fence fence) {

  Chain(List<Hook<S>> hooks, List<Absence> absences) {
    this(List.copyOf(hooks), List.copyOf(absences), new Fence());
  }

  boolean isOpen() {
    return absences.isEmpty();
  }

  /** True where time alone won't open the gate, because of someone who fails closed. */
  boolean isClosedByPolicy() {
    return absences.stream().anyMatch(absence -> absence.failurePolicy() == FailurePolicy.REJECT);
  }

  /** True where both ask and wait for the same. */
  boolean isLike(Chain<S> other) {
    return absences.equals(other.absences)
        && hooks.size() == other.hooks.size()
        && IntStream.range(0, hooks.size()).allMatch(i -> hooks.get(i).isLike(other.hooks.get(i)));
  }
}
