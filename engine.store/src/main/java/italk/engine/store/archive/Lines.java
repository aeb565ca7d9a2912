package italk.engine.store.archive;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a file, none longer than a bound. For one thread. */
final class Lines {

  /** Far more than a group of the most members, or the longest value of an extension, takes. */
  static final int MAX_LINE = 16 << 20;

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int end;
  private byte[] line = new byte[BUFFER];
  private int length;
  private long number;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The number of the line that was last read, from 1. */
  long number() {
    return number;
  }

  /** The next line without its end; null after the last one. */
  byte[] read() throws IOException {
    length = 0;
    number++;
    while (next < end || fill()) {
      int from = next;
      while (next < end && buffer[next] != '\n') {
        next++;
      }
      take(from, next);
      if (next < end) {
        next++;
        return Arrays.copyOf(line, length);
      }
    }
    return length == 0 ? null : Arrays.copyOf(line, length);
  }

  private boolean fill() throws IOException {
    next = 0;
    end = in.read(buffer);
    return end > 0;
  }

  private void take(int from, int to) {
    int added = to - from;
    if (length + added > MAX_LINE) {
      throw invalid("a line of more than " + (MAX_LINE >> 20) + " MB");
    }
    if (length + added > line.length) {
      line = Arrays.copyOf(line, Math.max(length + added, Math.min(2 * line.length, MAX_LINE)));
    }
    System.arraycopy(buffer, from, line, length, added);
    length += added;
  }

  /** Names the line that was last read. */
  EngineException invalid(String found) {
    return Problem.of(
            Problem.Code.INVALID,
            "Line " + number + ": expected one entry of an export, found " + found + ".")
        .exception();
  }
}
