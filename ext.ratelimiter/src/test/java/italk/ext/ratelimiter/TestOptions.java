package italk.ext.ratelimiter;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Options as Declarative Services would hand them in; what is not given has its default. */
final class TestOptions {

  private final Map<String, Object> given = new HashMap<>();

  private TestOptions() {}

  /** So many at once, then one per second. */
  static TestOptions burst(int burst) {
    return new TestOptions()
        .with("burst", burst)
        .with("messages", 60)
        .with("seconds", 60)
        .with("message", "Attendez {seconds} s.");
  }

  /** With one option more, by the name of its method. */
  TestOptions with(String name, Object value) {
    given.put(name, value);
    return this;
  }

  TestOptions exempting(String... exempt) {
    return with("exempt__roles", exempt);
  }

  TestOptions every(int newMessages, int newSeconds) {
    return with("messages", newMessages).with("seconds", newSeconds);
  }

  RateLimiterOptions options() {
    Map<String, Object> values = Map.copyOf(given);
    return (RateLimiterOptions)
        Proxy.newProxyInstance(
            RateLimiterOptions.class.getClassLoader(),
            new Class<?>[] {RateLimiterOptions.class},
            (self, method, arguments) ->
                values.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
