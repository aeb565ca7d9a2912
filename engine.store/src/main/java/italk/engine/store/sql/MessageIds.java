package italk.engine.store.sql;

import italk.engine.api.MessageId;
import java.time.InstantSource;

/**
 * Gives message ids that ascend for ever, also when the clock goes back. An id that was given in a
 * commit that failed is skipped, never given again. For the writer thread only.
 */
public final class MessageIds {

  private final InstantSource clock;
  private long last = -1;

  /** By this clock. */
  public MessageIds(InstantSource clock) {
    this.clock = clock;
  }

  /** Goes on after an id that the database holds. */
  public void startAfter(long stored) {
    last = Math.max(last, stored);
  }

  MessageId next() {
    last = Math.max(last + 1, MessageId.firstAt(clock.instant()).value());
    return new MessageId(last);
  }
}
