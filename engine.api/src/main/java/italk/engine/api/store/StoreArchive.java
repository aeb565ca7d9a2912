package italk.engine.api.store;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes the whole store out and brings it back in, while the engine runs. An OSGi service, safe for
 * any thread; one operation at a time, each blocks until it is done.
 *
 * @since 1.0
 */
@ProviderType
public interface StoreArchive {

  /**
   * What was taken out or brought in.
   *
   * @param users how many users
   * @param groups how many groups
   * @param messages how many messages, tombstones included
   * @param others how many other entries: read positions, records, what extensions keep
   * @param repeated how many of those that were to be brought in were there already and were left
   *     as they are
   */
  @ProviderType
  record Counts(long users, long groups, long messages, long others, long repeated) {}

  /**
   * Writes a copy of the database as it is at one moment, in the database's own form, ready to be
   * used in its place.
   *
   * @param file must not exist; appears under this name only when it is whole and durable
   * @throws italk.engine.api.EngineException with {@code INVALID} where the file can't be written,
   *     {@code NOT_ALLOWED} where this database has its own tools for it (the message names them)
   */
  void backup(Path file);

  /**
   * Writes everything as JSON lines (UTF-8, one object a line), as it is at one moment.
   *
   * @param file must not exist; appears under this name only when it is whole and durable
   */
  Counts exportTo(Path file);

  /**
   * Reads JSON lines that {@link #exportTo} wrote. What is there already stays as it is, so that
   * the same file can be read again after an interruption. A line that is no such object ends it
   * with an {@code INVALID} that names the line; what came before it stays.
   *
   * @param file read as a stream, however large
   */
  Counts importFrom(Path file);

  /**
   * Reads the users and groups of the original's {@code engine_state.json}. What is there already
   * stays as it is.
   *
   * @param file at most 256 MB
   */
  Counts importOriginal(Path file);
}
