package italk.engine.config.preview;

import italk.engine.config.preview.Effect.Reaction;
import java.util.Set;

/** Knows how components take a change of their configuration. */
@FunctionalInterface
public interface Reactions {

  /** Where nothing is known of components. */
  Reactions UNKNOWN = (pid, keys) -> Reaction.UNKNOWN;

  /**
   * How those take it whose configuration is changed, neither new nor deleted.
   *
   * @param pid the configuration's PID
   * @param keys the properties that change
   */
  Reaction to(String pid, Set<String> keys);
}
