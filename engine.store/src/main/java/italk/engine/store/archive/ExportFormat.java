package italk.engine.store.archive;

/** What is around the entries of an export. */
final class ExportFormat {

  /** The key of the first line. */
  static final String HEADER = "italk_export";

  /** What this one writes, and the newest that it reads. */
  static final int VERSION = 1;

  /** The key of the last line, with how many of each kind of entry there are. */
  static final String END = "end";

  private ExportFormat() {}
}
