package italk.engine.deploy.leak;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The packages of Java whose fields the search reads. Java opens them only where its command line
 * says so; without them the search sees less and still ends well.
 */
final class JavaOpenings {

  private static final String JAVA_BASE = "java.base/";
  private static final List<String> NEEDED =
      List.of(
          JAVA_BASE + "java.lang",
          JAVA_BASE + "java.security",
          JAVA_BASE + "java.util",
          JAVA_BASE + "java.util.concurrent",
          JAVA_BASE + "java.util.concurrent.atomic",
          "java.logging/java.util.logging",
          "java.sql/java.sql");

  private JavaOpenings() {}

  /** What to add to Java's command line to see more; empty where everything is open. */
  static Optional<String> missing() {
    String closed =
        NEEDED.stream()
            .filter(one -> !isOpen(one))
            .map(one -> "--add-opens " + one + "=ALL-UNNAMED")
            .collect(Collectors.joining(" "));
    return closed.isEmpty()
        ? Optional.empty()
        : Optional.of("(not everything could be looked at: start Java with " + closed + ")");
  }

  private static boolean isOpen(String one) {
    int slash = one.indexOf('/');
    return ModuleLayer.boot()
        .findModule(one.substring(0, slash))
        .map(module -> module.isOpen(one.substring(slash + 1), JavaOpenings.class.getModule()))
        // A Java without this module has nothing in it that could hold.
        .orElse(true);
  }
}
