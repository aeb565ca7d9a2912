package italk.engine.store.checkpoint;

/** How long SQLite's write-ahead log may get, in its pages of 4 KiB. */
final class LogBounds {

  /** So many that are not copied are worth a step. */
  static final int STEP = 250;

  /** From here on the log is to begin anew. */
  static final int LAST_STEP = 4_000;

  /** From here on the writer waits a moment for those who read. */
  static final int MOST = 16_000;

  private LogBounds() {}
}
