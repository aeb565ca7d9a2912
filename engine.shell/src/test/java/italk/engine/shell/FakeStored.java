package italk.engine.shell;

import italk.engine.api.EngineException;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Target;
import italk.engine.api.store.StoreArchive;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Remembers what was asked of an archive, and a few records. */
final class FakeStored implements StoreArchive, ModerationRecords {

  final List<String> asked = new ArrayList<>();
  final List<ModerationRecord> records = new ArrayList<>();

  /** What everything is refused with, where present. */
  Optional<Problem> refusal = Optional.empty();

  @Override
  public void backup(Path file) {
    counted("backup", file);
  }

  @Override
  public Counts exportTo(Path file) {
    return counted("export", file);
  }

  @Override
  public Counts importFrom(Path file) {
    return counted("import", file);
  }

  @Override
  public Counts importOriginal(Path file) {
    return counted("original", file);
  }

  private Counts counted(String what, Path file) {
    refusal.ifPresent(
        problem -> {
          throw new EngineException(problem);
        });
    asked.add(what + " " + file);
    return new Counts(1, 2, 3, 4, what.equals("import") ? 5 : 0);
  }

  @Override
  public ModerationRecord record(
      Actor by,
      String action,
      Target target,
      String reason,
      Optional<Instant> until,
      Map<String, ?> details) {
    ModerationRecord added =
        new ModerationRecord(
            records.size() + 1, Instant.EPOCH, by, action, target, reason, until, Metadata.EMPTY);
    records.add(0, added);
    return added;
  }

  @Override
  public List<ModerationRecord> before(long number, int limit) {
    return records.stream().filter(each -> each.number() < number).limit(limit).toList();
  }

  @Override
  public List<ModerationRecord> about(Target target, long number, int limit) {
    return before(number, limit).stream().filter(each -> each.target().equals(target)).toList();
  }
}
