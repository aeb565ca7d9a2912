package italk.ext.advancedlogging;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Options as Declarative Services would hand them in; what is not given has its default. */
final class TestOptions {

  private final Map<String, Object> given = new HashMap<>();

  private TestOptions() {}

  static TestOptions file(String file) {
    return new TestOptions().with("file", file).with("audit__file", "");
  }

  /** With one option more, by the name of its method. */
  TestOptions with(String name, Object value) {
    given.put(name, value);
    return this;
  }

  TestOptions level(String newLevel) {
    return with("level", newLevel);
  }

  TestOptions sizes(long newMaxBytes, int newBackupCount) {
    return with("max__bytes", newMaxBytes).with("backup__count", newBackupCount);
  }

  AdvancedLoggingOptions options() {
    Map<String, Object> values = Map.copyOf(given);
    return (AdvancedLoggingOptions)
        Proxy.newProxyInstance(
            AdvancedLoggingOptions.class.getClassLoader(),
            new Class<?>[] {AdvancedLoggingOptions.class},
            (self, method, arguments) ->
                values.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
