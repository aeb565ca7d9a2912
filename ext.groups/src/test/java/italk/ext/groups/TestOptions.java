package italk.ext.groups;

import java.lang.annotation.Annotation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Options as Declarative Services would hand them in: the defaults, save what is set here. */
final class TestOptions {

  private final Map<String, Object> values = new LinkedHashMap<>();

  TestOptions with(String method, Object value) {
    values.put(method, value);
    return this;
  }

  GroupsOptions get() {
    return (GroupsOptions)
        java.lang.reflect.Proxy.newProxyInstance(
            GroupsOptions.class.getClassLoader(),
            new Class<?>[] {GroupsOptions.class},
            (self, method, arguments) ->
                method.getDeclaringClass() == Annotation.class
                    ? GroupsOptions.class
                    : values.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
