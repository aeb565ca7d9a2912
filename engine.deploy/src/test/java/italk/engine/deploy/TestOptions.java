package italk.engine.deploy;

import java.lang.reflect.Proxy;
import java.util.Map;

/** The options with their real defaults, but for those that a test says. */
final class TestOptions {

  private TestOptions() {}

  static DeployOptions of(Map<String, ?> others) {
    return (DeployOptions)
        Proxy.newProxyInstance(
            DeployOptions.class.getClassLoader(),
            new Class<?>[] {DeployOptions.class},
            (proxy, option, arguments) ->
                others.containsKey(option.getName())
                    ? others.get(option.getName())
                    : option.getDefaultValue());
  }
}
