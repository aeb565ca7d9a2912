package italk.engine.store.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.store.StoreArchive.Counts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Brings in what {@link Export} took out. For one thread. */
public final class Import {

  private final Batches batches;
  private final EntryReader entries;
  private final Tally read = new Tally();

  /** Into the database behind these changes. */
  public Import(Changes changes, InstantSource clock, Ending ending) {
    this.batches = new Batches(changes, ending);
    this.entries = new EntryReader(clock);
  }

  /** Reads a file as far as it is good. */
  public Counts from(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Lines lines = new Lines(in);
      header(lines);
      try {
        entries(lines);
      } catch (EngineException e) {
        // What came before it stays.
        batches.flush();
        throw e;
      }
      return batches.tally().counts();
    } catch (IOException e) {
      throw NewFile.notRead(file, e);
    }
  }

  private static void header(Lines lines) throws IOException {
    byte[] first = lines.read();
    if (first == null) {
      throw lines.invalid("an empty file");
    }
    JsonFields header;
    try {
      header = JsonFields.of("", Json.line(first)).object(ExportFormat.HEADER);
    } catch (JsonProcessingException | EngineException e) {
      throw Problem.of(
              Problem.Code.INVALID,
              "Line 1: expected {\""
                  + ExportFormat.HEADER
                  + "\":{\"version\":"
                  + ExportFormat.VERSION
                  + ",…}}, found something else: this is no export of Italk-Engine. The original's"
                  + " engine_state.json is brought in by: import --original FILE")
          .exception();
    }
    long version = JsonFields.at("Line 1", () -> header.number("version", 1, Integer.MAX_VALUE));
    if (version > ExportFormat.VERSION) {
      throw Problem.of(
              Problem.Code.INVALID,
              "Line 1: expected an export of version "
                  + ExportFormat.VERSION
                  + " or older, found version "
                  + version
                  + ", written by a newer Italk-Engine. Nothing was brought in: use that one.")
          .exception();
    }
  }

  private void entries(Lines lines) throws IOException {
    for (byte[] line = lines.read(); line != null; line = lines.read()) {
      JsonNode value = parsed(lines, line);
      String place = "Line " + lines.number();
      if (value.has(ExportFormat.END)) {
        JsonFields.at(place, () -> end(value));
        batches.flush();
        if (lines.read() != null) {
          throw lines.invalid("more after the last line of an export");
        }
        return;
      }
      Entry entry = JsonFields.at(place, () -> entries.entry(value));
      read.add(entry.kind());
      batches.add(entry, place);
    }
    throw lines.invalid(
        "the end of the file without the last line of an export: it is not whole. All before it was"
            + " brought in");
  }

  private static JsonNode parsed(Lines lines, byte[] line) throws IOException {
    try {
      return Json.line(line);
    } catch (JsonProcessingException e) {
      throw lines.invalid("what is no JSON (" + e.getOriginalMessage() + ")");
    }
  }

  /** Checks that no line is missing. */
  private Void end(JsonNode value) {
    JsonFields counts = JsonFields.of("", value).object(ExportFormat.END);
    for (Entry.Kind kind : Entry.Kind.values()) {
      long expected = counts.number(kind.key(), 0, Long.MAX_VALUE);
      if (read.of(kind) != expected) {
        throw JsonFields.wrong(
            counts.path(kind.key()), expected + " of them before", Long.toString(read.of(kind)));
      }
    }
    return null;
  }
}
