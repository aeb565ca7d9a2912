package italk.engine.impl.hook;

import italk.engine.impl.event.Events;
import italk.engine.impl.work.Deadlines;
import italk.engine.impl.work.Workers;

/**
 * What every walk of one kind needs.
 *
 * @param operation what it is called in reports
 * @param gate where it begins
 * @param workers whose threads it uses
 * @param deadlines who gives up on hooks that are late
 * @param events where failures go
 */
public record Passage<S>(
    String operation, Gate<S> gate, Workers workers, Deadlines deadlines, Events events) {

  /** True where walks pass the gate just now. */
  public boolean isOpen() {
    return gate.chain().isOpen();
  }
}
