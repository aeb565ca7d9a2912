package italk.ext.messages.filter;

/**
 * A text that counts how often it is read: what a search has cost. Whoever reads it stops where the
 * thread is interrupted, as the engine does with those who are past the deadline. For one thread.
 */
final class CountedText implements CharSequence {

  private static final int LOOK_UP_EVERY = 1 << 12;

  private final CharSequence text;
  private long reads;

  CountedText(CharSequence text) {
    this.text = text;
  }

  /** Ends a search from inside, as those who search know of no interruption. */
  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted() {
      super("interrupted", null, false, false);
    }
  }

  /** How many characters were read. */
  long reads() {
    return reads;
  }

  @Override
  public char charAt(int index) {
    if (++reads % LOOK_UP_EVERY == 0 && Thread.currentThread().isInterrupted()) {
      throw new Interrupted();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
