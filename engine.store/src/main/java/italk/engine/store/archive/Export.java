package italk.engine.store.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import italk.engine.api.store.StoreArchive.Counts;
import italk.engine.store.sql.ArchiveQueries;
import italk.engine.store.sql.ArchiveQueries.Kept;
import italk.engine.store.sql.ArchiveQueries.ReadPosition;
import italk.engine.store.sql.Database;
import italk.engine.store.sql.Failures;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/** Writes all that the store keeps as JSON lines, as it is at one moment. For one thread. */
public final class Export {

  // Pages of what may be large are short: of each, one is in memory.
  private static final int PAGE = 200;
  private static final int SHORT_PAGE = 8;

  private final Database database;
  private final InstantSource clock;
  private final Ending ending;
  private final Tally tally = new Tally();

  /** Of this database. */
  public Export(Database database, InstantSource clock, Ending ending) {
    this.database = database;
    this.clock = clock;
    this.ending = ending;
  }

  /** Writes a new file. */
  public Counts to(Path file) {
    try (NewFile written = NewFile.begin(file)) {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(written.part()));
          ArchiveQueries queries = ArchiveQueries.atOneMoment(database)) {
        write(queries, out);
      }
      written.finish();
      return tally.counts();
    } catch (SQLException e) {
      throw Failures.notRead(database, e);
    } catch (IOException e) {
      throw NewFile.notWritten(file, e);
    }
  }

  private void write(ArchiveQueries queries, OutputStream out) throws SQLException, IOException {
    try (JsonGenerator json = Json.lines(out)) {
      header(json, queries.schemaVersion());
      EntryWriter entries = new EntryWriter(json);
      all(entries, last -> queries.users(last, PAGE), Entry.OfUser::new);
      all(entries, last -> queries.groups(last, SHORT_PAGE), Entry.OfGroup::new);
      all(entries, last -> queries.messages(last, PAGE), Entry.OfMessage::new);
      all(
          entries,
          last -> queries.readPositions(last, PAGE),
          (ReadPosition read) ->
              new Entry.OfReadPosition(read.userId(), read.conversation(), read.upTo()));
      all(entries, last -> queries.moderation(last, PAGE), Entry.OfModeration::new);
      all(
          entries,
          last -> queries.kept(last, SHORT_PAGE),
          (Kept kept) -> new Entry.OfKept(kept.extension(), kept.key(), kept.value()));
      end(json);
      json.writeRaw('\n');
    }
  }

  private void header(JsonGenerator json, int schema) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart(ExportFormat.HEADER);
    json.writeNumberField("version", ExportFormat.VERSION);
    json.writeNumberField("schema", schema);
    json.writeStringField("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void end(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart(ExportFormat.END);
    for (Entry.Kind kind : Entry.Kind.values()) {
      json.writeNumberField(kind.key(), tally.of(kind));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Page after page, until one is empty. */
  private <T> void all(EntryWriter entries, Pages<T> pages, Function<T, Entry> asEntry)
      throws SQLException, IOException {
    for (List<T> page = pages.after(null); !page.isEmpty(); page = pages.after(last(page))) {
      for (T each : page) {
        ending.check();
        Entry entry = asEntry.apply(each);
        entries.write(entry);
        tally.add(entry.kind());
      }
    }
  }

  private interface Pages<T> {
    /** What comes after {@code last}, or first where it is null. */
    List<T> after(T last) throws SQLException;
  }

  private static <T> T last(List<T> page) {
    return page.get(page.size() - 1);
  }
}
