package italk.engine.store.checkpoint;

/**
 * How long SQLite's write-ahead log may get, in its pages of 4 KiB.
 *
 * @param step so many that are not copied are worth a step
 * @param lastStep from here on the log is to begin anew
 * @param most from here on the writer waits a moment for those who read
 */
public record LogBounds(int step, int lastStep, int most) {

  /** 1 MiB, 16 MiB and 64 MiB. */
  public static final LogBounds DEFAULT = new LogBounds(250, 4_000, 16_000);
}
