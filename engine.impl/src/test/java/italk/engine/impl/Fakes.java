package italk.engine.impl;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Small stand-ins for large interfaces of others: what was not said to be answered fails. */
public final class Fakes {

  private Fakes() {}

  /** Answers the methods that are named; every other one is an error that names it. */
  public static <T> T of(Class<T> type, String name, Map<String, Function<Object[], ?>> answers) {
    Map<String, Function<Object[], ?>> all = new HashMap<>(answers);
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Function<Object[], ?> answer = all.get(method.getName());
          if (answer != null) {
            return answer.apply(arguments == null ? new Object[0] : arguments);
          }
          return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> name;
            default -> throw new UnsupportedOperationException(name + " can't " + method);
          };
        };
    return type.cast(
        Proxy.newProxyInstance(Fakes.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
