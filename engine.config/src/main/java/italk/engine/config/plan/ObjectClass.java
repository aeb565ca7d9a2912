package italk.engine.config.plan;

import java.util.List;

/**
 * What Metatype says about one PID.
 *
 * @param pid the PID
 * @param options its options, in the order of the document
 */
public record ObjectClass(String pid, List<Option> options) {

  /** Copies the options. */
  public ObjectClass {
    options = List.copyOf(options);
  }
}
