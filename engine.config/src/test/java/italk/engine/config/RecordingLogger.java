package italk.engine.config;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/** A logger that keeps what it was told, as "LEVEL text". */
final class RecordingLogger {

  private final List<String> lines = new ArrayList<>();

  final Logger logger =
      (Logger)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Logger.class},
              (proxy, method, arguments) -> {
                lines.add(method.getName().toUpperCase() + " " + arguments[0]);
                return null;
              });

  /** What was logged since the last call, without what is only information. */
  List<String> take() {
    return takeAll().stream().filter(it -> !it.startsWith("INFO")).toList();
  }

  /** What was logged since the last call. */
  List<String> takeAll() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }
}
