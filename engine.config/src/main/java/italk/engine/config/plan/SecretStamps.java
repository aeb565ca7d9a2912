package italk.engine.config.plan;

import italk.engine.config.placeholder.SecretStamp;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which states of which secret files a configuration was checked with. They are kept in it, so that
 * it differs where nothing but a secret file changed: the component is told then. Stateless.
 */
public final class SecretStamps {

  /** Private to the component, by its full stop. Nothing of a file's content is in it. */
  public static final String PROPERTY = ".italk.secrets";

  private SecretStamps() {}

  static void put(Set<SecretStamp> stamps, Map<String, Object> values) {
    if (!stamps.isEmpty()) {
      values.put(
          PROPERTY, stamps.stream().map(SecretStamp::toString).sorted().toArray(String[]::new));
    }
  }

  /** All that a plan was made with. */
  public static Set<SecretStamp> of(Plan plan) {
    Set<SecretStamp> stamps = new HashSet<>();
    Stream.of(plan.core().values(), plan.extensions().values(), Set.of(plan.engine()))
        .flatMap(it -> it.stream())
        .map(it -> it.get(PROPERTY))
        .filter(String[].class::isInstance)
        .flatMap(it -> Arrays.stream((String[]) it))
        .forEach(it -> stamps.add(SecretStamp.of(it)));
    return stamps;
  }
}
