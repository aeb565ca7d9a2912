package italk.engine.store.commit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state "read-only, retrying": begins with a commit that fails, ends with one that succeeds.
 * Says each once, however many writes are refused in between, and when to try again.
 *
 * <p>Changed by the writer thread; any thread may ask.
 */
final class Outage {

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(3).toNanos();
  // An outage that comes back sooner is the same one: a disk with room for the probe and no more.
  private static final long CALM_NANOS = Duration.ofSeconds(30).toNanos();

  private final String database;
  private final AtomicLong refused = new AtomicLong();
  private volatile String words;
  // The rest is the writer thread's.
  private long pauseNanos;
  private long nextProbe;
  private long changed = System.nanoTime() - CALM_NANOS;

  Outage(String database) {
    this.database = database;
  }

  /** Why nothing can be written, and since when; empty where all is well. */
  Optional<String> words() {
    return Optional.ofNullable(words);
  }

  /** So many writes were refused because of it. */
  void refused(int writes) {
    refused.addAndGet(writes);
  }

  /** A commit failed, of a batch or of a probe. */
  void failed(Throwable cause) {
    long now = System.nanoTime();
    boolean calm = words == null && now - changed > CALM_NANOS;
    pauseNanos = calm ? FIRST_PAUSE_NANOS : Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    nextProbe = now + pauseNanos;
    changed = now;
    if (words == null) {
      words =
          "The database "
              + database
              + " can't be written since "
              + Instant.now().truncatedTo(ChronoUnit.SECONDS)
              + ": "
              + cause.getMessage()
              + ". It is read-only, and tried again every "
              + Duration.ofNanos(LONGEST_PAUSE_NANOS).toSeconds()
              + " s at the latest.";
      LOG.error(
          "{} Changes are refused meanwhile. See that there is room on the disk and that the"
              + " database can be reached",
          words,
          cause);
    }
  }

  /** How long until the database is to be tried again. */
  long nanosUntilProbe() {
    return nextProbe - System.nanoTime();
  }

  /** A commit succeeded. */
  void over() {
    if (words != null) {
      words = null;
      changed = System.nanoTime();
      LOG.info(
          "The database {} is written again; {} changes were refused",
          database,
          refused.getAndSet(0));
    }
  }
}
