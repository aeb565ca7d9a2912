package italk.ext.events;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Options as Declarative Services would hand them in: the defaults but for some. */
final class TestOptions {

  private TestOptions() {}

  static EventsOptions defaults() {
    return with(Map.of());
  }

  /** Options by the names of their methods. */
  static EventsOptions with(Map<String, ?> changed) {
    return (EventsOptions)
        Proxy.newProxyInstance(
            EventsOptions.class.getClassLoader(),
            new Class<?>[] {EventsOptions.class, Annotation.class},
            (self, method, arguments) ->
                changed.containsKey(method.getName())
                    ? changed.get(method.getName())
                    : method.getDefaultValue());
  }

  static String[] list(String... values) {
    return values;
  }
}
