package italk.bench.absence;

import italk.bench.tiny.TinyHook;

/**
 * What became of one message.
 *
 * @param due when it was to be sent, ns
 * @param ended when its sender knew what became of it, ns
 * @param content as the hook left it; the failure's text where it failed
 * @param failed true where it was refused, or lost in an exception
 */
record Passed(long due, long ended, String content, boolean failed) {

  /** True where it passed and the hook did not see it. */
  boolean isUnseen() {
    return !failed && !content.endsWith("]");
  }

  boolean isSeenBy(String version) {
    return !failed && content.endsWith("[" + version + "]");
  }

  /** How long its sender had to wait, from when it was to be sent. */
  double heldMillis() {
    return (ended - due) / 1e6;
  }

  /** A content that the hook marks. */
  static String content(int number) {
    return TinyHook.ASKS_FOR_MARK + " " + number;
  }
}
