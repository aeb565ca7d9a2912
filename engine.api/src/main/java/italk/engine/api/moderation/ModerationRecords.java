package italk.engine.api.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The record of all that was done to keep order: who, whom, when, why, until when. An OSGi service
 * of the engine, safe for any thread.
 *
 * @since 1.0
 */
@ProviderType
public interface ModerationRecords {

  /** How many records one page may have. */
  int MAX_PAGE = 500;

  /**
   * Records that something was done, and tells the listeners of it ({@link
   * italk.engine.api.event.Change.Moderated}). Blocks until it is durably stored. The bounds are
   * those of {@link ModerationRecord} and {@link italk.engine.api.Metadata}.
   *
   * @throws italk.engine.api.EngineException with {@code INVALID} or {@code UNAVAILABLE}
   */
  ModerationRecord record(
      Actor by,
      String action,
      Target target,
      String reason,
      Optional<Instant> until,
      Map<String, ?> details);

  /**
   * The newest records, newest first.
   *
   * @param limit 1 to {@value #MAX_PAGE}
   */
  default List<ModerationRecord> latest(int limit) {
    return before(Long.MAX_VALUE, limit);
  }

  /**
   * The newest records that are older than one, newest first.
   *
   * @param number that record's number
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<ModerationRecord> before(long number, int limit);

  /**
   * The newest records about one target that are older than one, newest first.
   *
   * @param number that record's number; {@link Long#MAX_VALUE} for the newest
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<ModerationRecord> about(Target target, long number, int limit);
}
