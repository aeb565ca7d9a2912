package italk.engine.impl.hook;

import italk.engine.api.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Where every message, or every connect, begins its walk: it gets the chain of the moment, or
 * waits.
 *
 * <p>{@code chain} is read by every walk without a lock and written by the registry alone, under
 * the registry's lock. {@code waiting} and {@code shutSince} are guarded by {@code this}; nothing
 * is called while it is held.
 *
 * @param <S> the type of interceptor
 */
public final class Gate<S> {

  /** Someone who waits: goes on, or is told that the wait is over. */
  interface Waiter {
    /** The gate may be open: try again. Must be short. */
    void tryAgain();

    /** It won't open in time. Must be short. */
    void refuse(Problem problem);
  }

  private final Supplier<Duration> patience;

  private volatile Chain<S> chain;
  // Written by the registry, under its lock.
  private volatile int epoch;
  private long shutSince;
  private List<Waiter> waiting = new ArrayList<>();

  Gate(Supplier<Duration> patience, Chain<S> first) {
    this.patience = patience;
    this.chain = first;
    this.shutSince = System.nanoTime();
  }

  Chain<S> chain() {
    return chain;
  }

  /**
   * Counts the changes that no message may see half of: who is inside from before one has to begin
   * again.
   */
  int epoch() {
    return epoch;
  }

  void beginEpoch() {
    epoch++;
  }

  /** An open chain that the caller is now inside of; empty where the gate is shut. */
  Optional<Chain<S>> enter() {
    while (true) {
      Chain<S> found = chain;
      if (!found.isOpen()) {
        return Optional.empty();
      } else if (found.fence().enter()) {
        return Optional.of(found);
      }
    }
  }

  /**
   * Puts another chain in the place of the one that is there.
   *
   * @return the old one, its fence closed
   */
  Chain<S> replace(Chain<S> next) {
    Chain<S> old = chain;
    synchronized (this) {
      if (old.isOpen()) {
        shutSince = System.nanoTime();
      }
      chain = next;
    }
    old.fence().close();
    return old;
  }

  /** Lets those who wait try again. Not under the registry's lock. */
  void wake() {
    if (chain.isOpen()) {
      takeWaiting().forEach(Waiter::tryAgain);
    }
  }

  /**
   * Waits, or is refused at once where the gate has been shut for too long already by someone who
   * fails closed. Who fails open is about to be bypassed.
   */
  void await(Waiter waiter) {
    Optional<Problem> problem;
    synchronized (this) {
      problem = isRefusing() ? Optional.of(refusal()) : Optional.empty();
      if (problem.isEmpty()) {
        waiting.add(waiter);
      }
    }
    problem.ifPresent(waiter::refuse);
    // It may have opened before the waiter was on the list.
    wake();
  }

  /**
   * Refuses those who wait where the patience is at its end and someone who fails closed is
   * missing.
   */
  void refuseLate() {
    List<Waiter> late;
    Problem problem;
    synchronized (this) {
      if (waiting.isEmpty() || !isRefusing()) {
        return;
      }
      late = waiting;
      waiting = new ArrayList<>();
      problem = refusal();
    }
    late.forEach(waiter -> waiter.refuse(problem));
  }

  private synchronized boolean isRefusing() {
    return isLate() && chain.isClosedByPolicy();
  }

  /** True where the gate has been shut for longer than anyone is kept waiting. */
  synchronized boolean isLate() {
    return !chain.isOpen() && System.nanoTime() - shutSince > patience.get().toNanos();
  }

  synchronized int waiting() {
    return waiting.size();
  }

  private synchronized List<Waiter> takeWaiting() {
    List<Waiter> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  private Problem refusal() {
    Duration wait = patience.get();
    String missing = chain.absences().stream().map(Absence::name).collect(Collectors.joining(", "));
    return Problem.unavailable(
        "Temporarily unavailable: waiting for "
            + missing
            + ". Try again in "
            + Math.max(1, wait.toSeconds())
            + " s.",
        wait);
  }
}
