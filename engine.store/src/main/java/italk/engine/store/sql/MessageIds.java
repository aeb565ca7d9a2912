package italk.engine.store.sql;

import italk.engine.api.MessageId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

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

  /** The moment, to the millisecond. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  MessageId next() {
    last = Math.max(last + 1, MessageId.firstAt(clock.instant()).value());
    return new MessageId(last);
  }
}
