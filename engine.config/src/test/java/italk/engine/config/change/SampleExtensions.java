package italk.engine.config.change;

import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Installed.InstalledExtension;
import italk.engine.config.plan.ObjectClass;
import italk.engine.config.plan.Option;
import italk.engine.config.plan.OptionType;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;

/** "welcome" and "limiter" are installed, and the core's "store"; nothing else is. */
public final class SampleExtensions {

  private SampleExtensions() {}

  /** What is installed. */
  public static Installed installed() {
    return new Installed(
        List.of(
            extension("welcome", 1, text("message"), option("max.length", OptionType.INTEGER, 0)),
            extension(
                "limiter",
                2,
                defaulted("burst", OptionType.INTEGER, 0, "5"),
                defaulted("names", OptionType.TEXT, 100, "a", "b"),
                option("token", OptionType.SECRET, 0))),
        List.of(
            new ObjectClass("italk.store", List.of(text("url"))),
            new ObjectClass(
                "italk.engine", List.of(option("listener.queue", OptionType.INTEGER, 0)))));
  }

  private static InstalledExtension extension(String name, long id, Option... options) {
    ObjectClass objectClass = new ObjectClass("italk.extension." + name, List.of(options));
    return new InstalledExtension(
        name, id, Version.emptyVersion, true, "sample.X", List.of(objectClass));
  }

  private static Option text(String id) {
    return option(id, OptionType.TEXT, 0);
  }

  private static Option option(String id, OptionType type, int cardinality) {
    return defaulted(id, type, cardinality);
  }

  private static Option defaulted(String id, OptionType type, int cardinality, String... defaults) {
    return new Option(
        id,
        type,
        cardinality,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(defaults));
  }
}
