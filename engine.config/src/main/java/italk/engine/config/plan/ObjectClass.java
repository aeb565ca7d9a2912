package italk.engine.config.plan;

import italk.engine.config.words.Words;
import java.util.List;

/**
 * What Metatype says about one PID.
 *
 * @param pid the PID
 * @param options its options, in the order of the document
 * @param words what people read about them
 */
public record ObjectClass(String pid, List<Option> options, Words words) {

  /** Copies the options. */
  public ObjectClass {
    options = List.copyOf(options);
  }

  /** An object class without words. */
  public ObjectClass(String pid, List<Option> options) {
    this(pid, options, Words.NONE);
  }
}
