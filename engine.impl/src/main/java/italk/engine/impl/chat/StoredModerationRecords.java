package italk.engine.impl.chat;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Metadata;
import italk.engine.api.event.Change;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Target;
import italk.engine.api.store.Store;
import italk.engine.impl.kept.Pages;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What was done to keep order, kept by the store and told in the order of the records. */
@Component
public final class StoredModerationRecords implements ModerationRecords {

  private final Store store;
  private final ChatEngine engine;

  @Activate
  public StoredModerationRecords(@Reference Store store, @Reference ChatEngine engine) {
    this.store = store;
    this.engine = engine;
  }

  @Override
  public ModerationRecord record(
      Actor by,
      String action,
      Target target,
      String reason,
      Optional<Instant> until,
      Map<String, ?> details) {
    // Checked here, before it costs anybody else a part of a commit.
    ModerationRecord checked =
        new ModerationRecord(
            1, Instant.now(), by, action, target, reason, until, Metadata.of(details));
    return engine
        .changes()
        .<ModerationRecord, ModerationRecord>make(
            transaction ->
                transaction.record(
                    checked.by(),
                    checked.action(),
                    checked.target(),
                    checked.reason(),
                    checked.until(),
                    checked.details()),
            record -> {
              engine.publish(new Change.Moderated(record));
              return record;
            },
            "Recording the action " + action);
  }

  @Override
  public List<ModerationRecord> before(long number, int limit) {
    return store.moderation(number, Pages.checked(limit, MAX_PAGE));
  }

  @Override
  public List<ModerationRecord> about(Target target, long number, int limit) {
    return store.moderation(
        requireNonNull(target, "target"), number, Pages.checked(limit, MAX_PAGE));
  }
}
