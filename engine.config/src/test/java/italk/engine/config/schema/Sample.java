package italk.engine.config.schema;

import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Installed.InstalledExtension;
import italk.engine.config.plan.ObjectClass;
import italk.engine.config.plan.Option;
import italk.engine.config.plan.OptionType;
import italk.engine.config.words.Localization;
import italk.engine.config.words.Words;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;

/** What is installed in a distribution, and an option of each type there is. */
public final class Sample {

  public static final ObjectClass ENGINE =
      new ObjectClass(
          "italk.engine",
          List.of(
              list("extensions", OptionType.TEXT),
              number("max_message_length", OptionType.INTEGER, 1, 1_000_000, "4000"),
              number("gate_wait_ms", OptionType.LONG, 0, 600_000, "5000")));

  public static final ObjectClass STORE =
      new ObjectClass(
          "italk.store",
          List.of(
              text("driver.target", "(osgi.jdbc.driver.class=org.sqlite.JDBC)"),
              text("url", ""),
              number("queue", OptionType.INTEGER, 1, 1_000_000, "10000")));

  public static final InstalledExtension WELCOME =
      extension(
          "welcome",
          new ObjectClass(
              "italk.extension.welcome",
              List.of(bounded("message", 0, 30, "Bienvenue !")),
              new Words(
                  new Localization(
                      Map.of(
                          "",
                          Map.of("name", "Welcome", "message.name", "Message"),
                          "fr",
                          Map.of("name", "Accueil"))),
                  new Words.Text("%name", "Greets."),
                  Map.of("message", new Words.Text("%message.name", "%message.description")))));

  public static final InstalledExtension LOG =
      extension(
          "advanced_logging",
          new ObjectClass(
              "italk.extension.advanced_logging",
              List.of(
                  text("file", "advanced_engine.log"),
                  oneOf("level", "INFO", "DEBUG", "INFO", "WARN"),
                  number("max_bytes", OptionType.LONG, 1_024, 1_000_000_000, "2000000"),
                  number("backup_count", OptionType.INTEGER, 0, 100, "3"))));

  public static final InstalledExtension MANY =
      extension(
          "many",
          new ObjectClass(
              "italk.extension.many",
              List.of(
                  plain("flag", OptionType.BOOLEAN),
                  plain("sign", OptionType.CHARACTER),
                  plain("tiny", OptionType.BYTE),
                  plain("small", OptionType.SHORT),
                  plain("whole", OptionType.INTEGER),
                  plain("large", OptionType.LONG),
                  plain("rough", OptionType.FLOAT),
                  number("exact", OptionType.DOUBLE, -1, 1, "0.5"),
                  new Option(
                      "key",
                      OptionType.SECRET,
                      0,
                      List.of(),
                      Optional.empty(),
                      Optional.empty(),
                      false,
                      List.of("hush")),
                  list("roles", OptionType.TEXT),
                  new Option(
                      "three",
                      OptionType.INTEGER,
                      -3,
                      List.of("1", "2"),
                      Optional.empty(),
                      Optional.empty(),
                      false))));

  public static final InstalledExtension NEEDY =
      extension(
          "needy",
          new ObjectClass(
              "italk.extension.needy",
              List.of(required("needed"), required("also.needed"), text("other", "")),
              Words.NONE));

  /** Without Metatype. */
  public static final InstalledExtension PLAIN = extension("plain");

  public static final Installed ALL =
      new Installed(List.of(WELCOME, LOG, MANY, NEEDY, PLAIN), List.of(STORE, ENGINE));

  private Sample() {}

  public static InstalledExtension extension(String name, ObjectClass... objectClasses) {
    return new InstalledExtension(
        name, 1, Version.emptyVersion, true, "sample." + name, List.of(objectClasses));
  }

  private static Option plain(String id, OptionType type) {
    return new Option(id, type, 0, List.of(), Optional.empty(), Optional.empty(), false);
  }

  private static Option required(String id) {
    return new Option(id, OptionType.TEXT, 0, List.of(), Optional.empty(), Optional.empty(), true);
  }

  private static Option list(String id, OptionType type) {
    return new Option(
        id, type, Integer.MAX_VALUE, List.of(), Optional.empty(), Optional.empty(), false);
  }

  private static Option text(String id, String byDefault) {
    return new Option(
        id,
        OptionType.TEXT,
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(byDefault));
  }

  private static Option oneOf(String id, String byDefault, String... allowed) {
    return new Option(
        id,
        OptionType.TEXT,
        0,
        List.of(allowed),
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(byDefault));
  }

  private static Option bounded(String id, long min, long max, String byDefault) {
    return number(id, OptionType.TEXT, min, max, byDefault);
  }

  private static Option number(String id, OptionType type, long min, long max, String byDefault) {
    return new Option(
        id,
        type,
        0,
        List.of(),
        Optional.of(BigDecimal.valueOf(min)),
        Optional.of(BigDecimal.valueOf(max)),
        false,
        List.of(byDefault));
  }
}
