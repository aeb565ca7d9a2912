package italk.ext.messages;

import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records in memory, which can be made to fail. */
final class TestRecords implements ModerationRecords {

  private final List<ModerationRecord> records = new CopyOnWriteArrayList<>();
  private volatile boolean failing;

  void fail(boolean newFailing) {
    failing = newFailing;
  }

  /** Each as {@code ACTOR ACTION TARGET: REASON {DETAILS}}. */
  List<String> lines() {
    return records.stream()
        .map(
            it ->
                it.by()
                    + " "
                    + it.action()
                    + " "
                    + it.target()
                    + ": "
                    + it.reason()
                    + " "
                    + it.details())
        .toList();
  }

  @Override
  public ModerationRecord record(
      Actor by,
      String action,
      Target target,
      String reason,
      Optional<Instant> until,
      Map<String, ?> details) {
    if (failing) {
      throw Problem.of(Problem.Code.UNAVAILABLE, "The disk is full.").exception();
    }
    ModerationRecord record =
        new ModerationRecord(
            records.size() + 1,
            Instant.EPOCH,
            by,
            action,
            target,
            reason,
            until,
            Metadata.of(details));
    records.add(record);
    return record;
  }

  @Override
  public List<ModerationRecord> before(long number, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ModerationRecord> about(Target target, long number, int limit) {
    throw new UnsupportedOperationException();
  }
}
