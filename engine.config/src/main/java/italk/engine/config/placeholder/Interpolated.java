package italk.engine.config.placeholder;

import java.util.List;
import java.util.Set;

/** What came of replacing the placeholders of a text. */
public sealed interface Interpolated {

  /**
   * Something stands for each of them.
   *
   * @param texts what a component would get, as text: one, or the items of a list
   * @param secret whether it must not be shown
   * @param stamps of the secret files that it came from: another one means that a file changed
   */
  record Value(List<String> texts, boolean secret, Set<SecretStamp> stamps)
      implements Interpolated {
    /** Copies what may change. */
    public Value {
      texts = List.copyOf(texts);
      stamps = Set.copyOf(stamps);
    }

    /** The values themselves are left out. */
    @Override
    public String toString() {
      return texts.size() + " texts " + stamps;
    }
  }

  /**
   * Nothing stands for one of them.
   *
   * @param reason why, and what to do; a sentence without its beginning, that fits after "and"
   */
  record Failure(String reason) implements Interpolated {}
}
