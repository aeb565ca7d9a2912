package italk.engine.impl.hook;

import italk.engine.api.event.Change;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.impl.event.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The {@link Hooks} under their lock, and all that is kept in step with them: the chains behind the
 * gates and the queues of the listeners.
 *
 * <p>Under the lock, and only under it, the chains are replaced and the listeners attached; foreign
 * code is never called while it is held. What is to be done because of a change (waking who waits,
 * telling, logging) is done after it is released.
 */
final class GuardedHooks {

  private final Object lock = new Object();
  private final Hooks hooks;
  private final Gates gates;
  private final Events events;
  private final Consumer<Change> told;
  private final Announcements announcements = new Announcements();
  private Set<String> owners = Set.of();

  /**
   * @param told gets what there is to tell, in order and under the lock: must only put it away
   */
  GuardedHooks(Hooks hooks, Gates gates, Events events, Consumer<Change> told) {
    this.hooks = hooks;
    this.gates = gates;
    this.events = events;
    this.told = told;
  }

  /** Changes a fact and brings everything in step with it. */
  void change(Consumer<Hooks> fact) {
    changeAndSay(
        facts -> {
          fact.accept(facts);
          return true;
        });
  }

  /** Changes a fact, brings everything in step with it, and says what came of it. */
  <T> T changeAndSay(Function<Hooks, T> fact) {
    T result;
    synchronized (lock) {
      result = fact.apply(hooks);
      lock.notifyAll();
      hooks.endBypasses();
      gates.follow(hooks);
      attach(hooks.listening());
      // Without a diagnosis: this thread may be one of Declarative Services in the middle of
      // something.
      announcements.changed(hooks).stream()
          .map(name -> StatusOf.extension(name, hooks, events))
          .forEach(status -> told.accept(new Change.ExtensionChanged(status, Instant.now())));
    }
    gates.wake();
    return result;
  }

  private void attach(Hooks.Listening listening) {
    Set<String> gone = new HashSet<>(owners);
    gone.removeAll(listening.byOwner().keySet());
    gone.forEach(events::remove);
    listening
        .byOwner()
        .forEach(
            (owner, attached) ->
                attached.ifPresentOrElse(
                    list -> events.attach(owner, list), () -> events.detach(owner)));
    owners = Set.copyOf(listening.byOwner().keySet());
  }

  /** Looks at the facts. */
  <T> T ask(Function<Hooks, T> question) {
    synchronized (lock) {
      return question.apply(hooks);
    }
  }

  /** Without a diagnosis; empty where no such extension is known. */
  Optional<ExtensionStatus> status(String name) {
    return ask(
        facts ->
            facts.names().contains(name)
                ? Optional.of(StatusOf.extension(name, facts, events))
                : Optional.empty());
  }

  /** True once everything that a bundle's manifest declares is registered, which may take time. */
  boolean awaitActive(long bundleId, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (lock) {
      while (hooks.installed(bundleId).filter(hooks::isActive).isEmpty()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        lock.wait(left);
      }
      return true;
    }
  }

  /** True, once, when something has changed and nothing more did for a while. */
  boolean takeSettled() {
    synchronized (lock) {
      return announcements.takeSettled();
    }
  }

  /** What there is to log. */
  Announcements.News news(boolean engineIsThere) {
    synchronized (lock) {
      return announcements.news(hooks, engineIsThere && gates.waitingFor().isEmpty());
    }
  }
}
