package italk.engine.impl.hook;

import italk.engine.api.extension.FailurePolicy;
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

  /** A hook could not decide, and its failure policy did. */
  void report(Hook<S> hook, String subject, String what, Throwable thrown) {
    boolean accepted = hook.failurePolicy() == FailurePolicy.ACCEPT;
    events.failed(
        hook.owner(),
        operation,
        subject,
        what + "; by its failure policy this was " + (accepted ? "accepted" : "rejected"),
        thrown);
  }

  /** True where walks pass the gate just now. */
  public boolean isOpen() {
    return gate.chain().isOpen();
  }
}
