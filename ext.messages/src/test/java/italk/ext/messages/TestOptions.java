package italk.ext.messages;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Options as Declarative Services would hand them in: the defaults, save for what is given. */
final class TestOptions {

  private TestOptions() {}

  static MessagesOptions with(Map<String, ?> given) {
    return (MessagesOptions)
        Proxy.newProxyInstance(
            MessagesOptions.class.getClassLoader(),
            new Class<?>[] {MessagesOptions.class},
            (self, method, arguments) -> value(method, given));
  }

  private static Object value(Method method, Map<String, ?> given) {
    if (method.getDeclaringClass() == Annotation.class) {
      return MessagesOptions.class;
    }
    String option = method.getName().replace("__", "_");
    return given.containsKey(option) ? given.get(option) : method.getDefaultValue();
  }
}
