package italk.engine.shell;

import java.util.Optional;
import org.jline.reader.LineReader;

/**
 * A terminal at which somebody may be typing: lines are printed above. The only class of the
 * commands that needs JLine, whose import is optional.
 */
final class ReaderConsole implements Console {

  private final LineReader reader;

  private ReaderConsole(LineReader reader) {
    this.reader = reader;
  }

  /** Empty where the shell reads its lines otherwise than by the JLine that we see. */
  static Optional<Console> over(Object reader) {
    try {
      return reader instanceof LineReader jline
          ? Optional.of(new ReaderConsole(jline))
          : Optional.empty();
    } catch (NoClassDefFoundError e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean print(String line) {
    reader.printAbove(line);
    return true;
  }
}
