package italk.engine.impl.hook;

import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.MessageInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The gates of messages and of connects, and who is still inside of a chain that is no longer in
 * force. Chains are replaced under the registry's lock; all else is for any thread.
 */
final class Gates {

  private final Gate<MessageInterceptor> messages;
  private final Gate<ConnectInterceptor> connects;
  private final Draining draining = new Draining();

  Gates(Supplier<Duration> patience, Hooks hooks) {
    messages = new Gate<>(patience, hooks.chain(MessageInterceptor.class));
    connects = new Gate<>(patience, hooks.chain(ConnectInterceptor.class));
  }

  Gate<MessageInterceptor> messages() {
    return messages;
  }

  Gate<ConnectInterceptor> connects() {
    return connects;
  }

  private Stream<Gate<?>> both() {
    return Stream.of(messages, connects);
  }

  /** Puts the chains in force that follow from the facts. Under the registry's lock. */
  void follow(Hooks hooks) {
    replace(messages, hooks.chain(MessageInterceptor.class));
    replace(connects, hooks.chain(ConnectInterceptor.class));
  }

  private <S> void replace(Gate<S> gate, Chain<S> next) {
    if (!next.isLike(gate.chain())) {
      draining.add(gate.replace(next).fence());
    }
  }

  /** Who is inside now has to begin again. Under the registry's lock. */
  void beginEpoch() {
    both().forEach(Gate::beginEpoch);
  }

  /** Lets those who wait try again. Not under the registry's lock. */
  void wake() {
    both().forEach(Gate::wake);
  }

  /** Refuses those who have waited for too long for one who fails closed. */
  void refuseLate() {
    both().forEach(Gate::refuseLate);
  }

  /**
   * Waits until nobody is inside any more of the chains that were in force before.
   *
   * @return false where it took longer than {@code limit}
   */
  boolean awaitLeft(Duration limit) throws InterruptedException {
    return draining.awaitEmpty(limit);
  }

  /** What messages or connects wait for; empty where both pass. */
  List<String> waitingFor() {
    return both()
        .flatMap(gate -> gate.chain().absences().stream())
        .map(Absence::name)
        .distinct()
        .toList();
  }

  /** Those who fail open and have been waited for long enough. */
  List<Absence> dueForBypass() {
    return both()
        .filter(gate -> gate.isLate() && !gate.chain().isClosedByPolicy())
        .flatMap(gate -> gate.chain().absences().stream())
        .toList();
  }
}
