package italk.engine.config.plan;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.plan.Installed.InstalledExtension;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;

class PlannerTest {

  private static final String LIMITER_PID = "italk.extension.message_rate_limiter";

  private static final ObjectClass ENGINE =
      new ObjectClass(
          "italk.engine",
          List.of(
              number("max_message_length", OptionType.INTEGER, 1, 100_000),
              list("extensions", OptionType.TEXT)));
  private static final ObjectClass STORE =
      new ObjectClass("italk.store", List.of(text("file"), plain("batch", OptionType.SHORT)));
  private static final InstalledExtension WELCOME =
      extension("welcome", new ObjectClass("italk.extension.welcome", List.of(text("message"))));
  private static final InstalledExtension LOG =
      extension(
          "advanced_logging",
          new ObjectClass(
              "italk.extension.advanced_logging",
              List.of(
                  text("file"),
                  oneOf("level", "DEBUG", "INFO", "WARN"),
                  number("max.bytes", OptionType.LONG, 1_000, 1_000_000_000),
                  number("backup_count", OptionType.INTEGER, 0, 100))));
  private static final InstalledExtension LIMITER =
      extension(
          "message_rate_limiter",
          new ObjectClass(
              LIMITER_PID,
              List.of(
                  number("burst", OptionType.INTEGER, 1, 10_000),
                  plain("per_second", OptionType.DOUBLE),
                  list("exempt_roles", OptionType.TEXT),
                  plain("enabled", OptionType.BOOLEAN),
                  plain("sign", OptionType.CHARACTER),
                  plain("tiny", OptionType.BYTE),
                  plain("small", OptionType.SHORT),
                  plain("large", OptionType.LONG),
                  plain("rough", OptionType.FLOAT),
                  plain("key", OptionType.SECRET))));
  private static final InstalledExtension PLAIN = extension("plain");

  private static final Installed ALL =
      new Installed(List.of(WELCOME, LOG, LIMITER, PLAIN), List.of(ENGINE, STORE));

  // --- the original's form and ours -----------------------------------------------------------

  @Test
  void takesTheOriginalsFileAsItIs() throws Exception {
    Draft draft = plan(original(), ALL);

    assertThat(draft.problems()).isEmpty();
    assertThat(draft.warnings()).isEmpty();
    assertThat(draft.unowned()).isEmpty();
    assertThat(draft.plan().logging()).isTrue();
    assertThat(draft.plan().extensions().keySet())
        .containsExactly(
            "italk.extension.welcome", "italk.extension.advanced_logging", LIMITER_PID);
    assertThat(draft.plan().extensions().get("italk.extension.welcome"))
        .containsEntry("message", "Bienvenue sur le serveur !")
        .containsEntry("italk.extension", "welcome")
        .containsEntry("service.ranking", 10_000)
        .hasSize(3);
    assertThat(draft.plan().extensions().get("italk.extension.advanced_logging"))
        .containsEntry("file", "advanced_engine.log")
        .containsEntry("level", "INFO")
        .containsEntry("service.ranking", 9_500)
        .hasSize(4);
    assertThat((String[]) draft.plan().engine().get("extensions"))
        .containsExactly(
            "welcome",
            "users_management",
            "groups_management",
            "messages_management",
            "events_management",
            "advanced_logging",
            "message_rate_limiter");
  }

  @Test
  void takesEveryFlatKey() throws Exception {
    Draft draft =
        plan(
            """
            {"extensions": ["advanced_logging"], "logging": false,
             "advanced_log_file": "é.log", "advanced_log_level": "WARN",
             "advanced_log_max_bytes": 2000000, "advanced_log_backup_count": 3}
            """,
            ALL);

    assertThat(draft.problems()).isEmpty();
    assertThat(draft.plan().logging()).isFalse();
    assertThat(draft.plan().extensions().get("italk.extension.advanced_logging"))
        .containsEntry("file", "é.log")
        .containsEntry("level", "WARN")
        .containsEntry("max.bytes", 2_000_000L)
        .containsEntry("backup_count", 3);
  }

  @Test
  void letsTheSectionWinOverFlatKeysAndSaysSo() throws Exception {
    Draft draft =
        plan(
            """
            {"extensions": ["advanced_logging"],
             "advanced_log_file": "flat.log", "advanced_log_max_bytes": 5000,
             "advanced_logging": {"file": "section.log", "max.bytes": 6000}}
            """,
            ALL);

    assertThat(draft.problems()).isEmpty();
    assertThat(draft.plan().extensions().get("italk.extension.advanced_logging"))
        .containsEntry("file", "section.log")
        .containsEntry("max.bytes", 6_000L);
    assertThat(texts(draft.warnings()))
        .containsExactly(
            "config.json:2:2: advanced_log_file: is not used, because advanced_logging.file in line"
                + " 3 says the same: the section wins. Remove one of them.",
            "config.json:2:35: advanced_log_max_bytes: is not used, because"
                + " advanced_logging.max.bytes in line 3 says the same: the section wins. Remove"
                + " one of them.");
  }

  @Test
  void joinsFlatKeysAndTheSection() throws Exception {
    Draft draft =
        plan(
            """
            {"extensions": ["advanced_logging"],
             "advanced_logging": {"level": "DEBUG"}, "advanced_log_file": "flat.log"}
            """,
            ALL);

    assertThat(draft.warnings()).isEmpty();
    assertThat(draft.plan().extensions().get("italk.extension.advanced_logging"))
        .containsEntry("file", "flat.log")
        .containsEntry("level", "DEBUG");
  }

  // --- values ---------------------------------------------------------------------------------

  @Test
  void convertsToTheTypesOfMetatype() throws Exception {
    Draft draft =
        limiter(
            """
            "burst": 5.0, "per_second": 2, "exempt_roles": ["admin", "bot"], "enabled": true,
            "sign": "é", "tiny": -128, "small": 300, "large": 9e15, "rough": 0.5, "key": "k"
            """);

    assertThat(draft.problems()).isEmpty();
    Map<String, Object> values = draft.plan().extensions().get(LIMITER_PID);
    assertThat(values)
        .containsEntry("burst", 5)
        .containsEntry("per_second", 2.0)
        .containsEntry("enabled", true)
        .containsEntry("sign", 'é')
        .containsEntry("tiny", (byte) -128)
        .containsEntry("small", (short) 300)
        .containsEntry("large", 9_000_000_000_000_000L)
        .containsEntry("rough", 0.5f)
        .containsEntry("key", "k");
    assertThat((String[]) values.get("exempt_roles")).containsExactly("admin", "bot");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"burst\": \"many\" | burst: expected a whole number from 1 to 10000, found \"many\".",
        "\"burst\": 0 | burst: expected a whole number from 1 to 10000, found 0.",
        "\"burst\": 1.5 | burst: expected a whole number from 1 to 10000, found 1.5.",
        "\"burst\": 1e999999999 | burst: expected a whole number from 1 to 10000, found 1e999999999.",
        "\"burst\": null | burst: expected a whole number from 1 to 10000, found null.",
        "\"burst\": [5] | burst: expected a whole number from 1 to 10000, found a list.",
        "\"burst\": {} | burst: expected a whole number from 1 to 10000, found an object.",
        "\"tiny\": 128 | tiny: expected a whole number from -128 to 127, found 128.",
        "\"small\": true | small: expected a whole number, found true.",
        "\"large\": 1e30 | large: expected a whole number from -9223372036854775808 to 9223372036854775807, found 1e30.",
        "\"per_second\": \"2\" | per_second: expected a number, found \"2\".",
        "\"per_second\": 1e999 | per_second: expected a number, found 1e999.",
        "\"rough\": 1e99 | rough: expected a number, found 1e99.",
        "\"enabled\": \"yes\" | enabled: expected true or false, found \"yes\".",
        "\"sign\": \"ab\" | sign: expected a text of one character, found \"ab\".",
        "\"exempt_roles\": \"a\" | exempt_roles: expected a list, each a text, found \"a\".",
        "\"exempt_roles\": [\"a\", 5] | exempt_roles[1]: expected a text, found 5.",
        "\"key\": 12345 | key: expected a text, found a number (not shown, because it is secret).",
      })
  void refusesValuesThatDoNotFit(String option, String message) throws Exception {
    Draft draft = limiter(option);

    assertThat(draft.problems()).hasSize(1);
    assertThat(draft.problems().get(0).in("config.json"))
        .matches("config\\.json:2:\\d+: message_rate_limiter\\..*")
        .endsWith(": message_rate_limiter." + message);
    assertThat(draft.plan().extensions()).isEmpty();
  }

  @Test
  void pointsAtTheValue() throws Exception {
    assertThat(texts(limiter("\"burst\": \"many\"").problems()))
        .containsExactly(
            "config.json:2:35: message_rate_limiter.burst: expected a whole number from 1 to 10000,"
                + " found \"many\".");
  }

  @Test
  void suggestsOneOfTheAllowedValues() throws Exception {
    Draft draft =
        plan("{\"extensions\":[\"advanced_logging\"],\n\"advanced_log_level\": \"info\"}", ALL);

    assertThat(texts(draft.problems()))
        .containsExactly(
            "config.json:2:23: advanced_log_level: expected one of \"DEBUG\", \"INFO\", \"WARN\","
                + " found \"info\". Did you mean \"INFO\"?");
  }

  @Test
  void boundsTheLengthOfTexts() throws Exception {
    Option bounded =
        new Option(
            "message",
            OptionType.TEXT,
            0,
            List.of(),
            Optional.empty(),
            Optional.of(BigDecimal.valueOf(2)),
            false);
    Installed installed =
        new Installed(
            List.of(extension("welcome", new ObjectClass("w", List.of(bounded)))), List.of());

    assertThat(
            plan("{\"extensions\":[\"welcome\"],\"welcome_message\":\"😀😀\"}", installed)
                .problems())
        .isEmpty();
    assertThat(
            texts(
                plan("{\"extensions\":[\"welcome\"],\"welcome_message\":\"abc\"}", installed)
                    .problems()))
        .containsExactly(
            "config.json:1:45: welcome_message: expected a text of at most 2 characters, found"
                + " \"abc\".");
  }

  @Test
  void givesAVectorWhereMetatypeAsksForOne() throws Exception {
    Option vector =
        new Option(
            "ids", OptionType.INTEGER, -2, List.of(), Optional.empty(), Optional.empty(), false);
    Installed installed =
        new Installed(
            List.of(extension("welcome", new ObjectClass("w", List.of(vector)))), List.of());

    assertThat(
            plan("{\"extensions\":[\"welcome\"],\"welcome\":{\"ids\":[1,2]}}", installed)
                .plan()
                .extensions()
                .get("w"))
        .containsEntry("ids", List.of(1, 2));
    assertThat(
            texts(
                plan("{\"extensions\":[\"welcome\"],\"welcome\":{\"ids\":[1,2,3]}}", installed)
                    .problems()))
        .containsExactly(
            "config.json:1:44: welcome.ids: expected a list of at most 2, each a whole number,"
                + " found a list.");
  }

  // --- keys -----------------------------------------------------------------------------------

  @Test
  void suggestsForAnUnknownOption() throws Exception {
    Draft draft = plan("{\"extensions\":[\"welcome\"],\n \"welcome\": {\"mesage\": \"x\"}}", ALL);

    assertThat(texts(draft.problems()))
        .containsExactly(
            "config.json:2:14: welcome.mesage: unknown option. Did you mean \"message\"? Options of"
                + " welcome: message, failure_policy, timeout_ms.");
    assertThat(draft.plan().extensions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"service_ranking", "service.ranking", "italk.extension", "service.pid"})
  void doesNotLetASectionSetWhatIsOurs(String key) throws Exception {
    for (String name : List.of("welcome", "plain")) {
      Draft draft =
          plan("{\"extensions\":[\"" + name + "\"],\"" + name + "\":{\"" + key + "\":1}}", ALL);
      assertThat(texts(draft.problems())).singleElement().asString().contains("unknown option.");
    }
  }

  @Test
  void doesNotLetTheEnginesSectionSetWhatTheListSets() throws Exception {
    assertThat(
            texts(plan("{\"extensions\":[],\"engine\":{\"extensions\":[\"a\"]}}", ALL).problems()))
        .containsExactly(
            "config.json:1:28: engine.extensions: unknown option. Options of engine:"
                + " max_message_length.");
  }

  @Test
  void takesBothSpellingsOfAnIdWithAFullStop() throws Exception {
    for (String key : List.of("max_bytes", "max.bytes")) {
      Draft draft =
          plan(
              "{\"extensions\":[\"advanced_logging\"],\"advanced_logging\":{\"" + key + "\":5000}}",
              ALL);
      assertThat(draft.plan().extensions().get("italk.extension.advanced_logging"))
          .containsEntry("max.bytes", 5_000L);
    }
    assertThat(
            texts(
                plan(
                        "{\"extensions\":[],\"advanced_logging\":{\"max_bytes\":5000,\n\"max.bytes\":1}}",
                        ALL)
                    .problems()))
        .containsExactly(
            "config.json:2:1: advanced_logging.max.bytes: is the same option as"
                + " advanced_logging.max_bytes in line 1: keep one of them.");
  }

  @Test
  void saysWhichRequiredOptionIsMissing() throws Exception {
    Option needed =
        new Option("url", OptionType.TEXT, 0, List.of(), Optional.empty(), Optional.empty(), true);
    Installed installed =
        new Installed(
            List.of(extension("bridge", new ObjectClass("b", List.of(needed)))), List.of());

    assertThat(texts(plan("{\"extensions\":[\"bridge\"]}", installed).problems()))
        .containsExactly(
            "config.json:1:16: bridge.url: is missing: expected a text, there is no default.");
    assertThat(plan("{\"extensions\":[], \"bridge\": {}}", installed).problems()).isEmpty();
  }

  @Test
  void refusesWhatConfigAdminCannotHoldWhereNothingDescribesIt() throws Exception {
    Installed installed = new Installed(List.of(extension("bridge")), List.of());

    assertThat(
            texts(
                plan(
                        """
                        {"extensions": ["bridge"],
                        "bridge": {"url": 1, "URL": 2, "Service.Ranking": 3, "": 4}}
                        """,
                        installed)
                    .problems()))
        .containsExactly(
            "config.json:2:22: bridge.URL: differs from bridge.url in line 2 in upper and lower"
                + " case only: keep one of them.",
            "config.json:2:32: bridge.Service.Ranking: unknown option. Options of bridge:"
                + " failure_policy, timeout_ms.",
            "config.json:2:54: bridge.: expected the name of an option, found \"\".");
  }

  @Test
  void refusesAnUnknownKeyThatIsNoSection() throws Exception {
    assertThat(texts(plan("{\"extenions\": [\"welcome\"]}", ALL).problems()))
        .containsExactly(
            "config.json:1:2: extenions: unknown key. Did you mean \"extensions\"? An option belongs"
                + " into the section of its extension, an object.");
    assertThat(texts(plan("{\"extensions\":[], \"welcome\": \"hello\"}", ALL).problems()))
        .containsExactly(
            "config.json:1:30: welcome: expected an object with the options of welcome, found"
                + " a text.");
  }

  @Test
  void ignoresTheSchema() throws Exception {
    Draft draft = plan("{\"$schema\": \"config.schema.json\", \"extensions\": []}", ALL);

    assertThat(draft.problems()).isEmpty();
    assertThat(draft.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | extensions: expected a list of at most 200 names, such as [\"welcome\"], found 5.",
        "[5] | extensions[0]: expected the name of an extension (1 to 64 lower-case letters, digits and underscores), found 5.",
        "[\"Welcome\"] | extensions[0]: expected the name of an extension (1 to 64 lower-case letters, digits and underscores), found \"Welcome\".",
        "[\"a\", \"a\"] | extensions[1]: \"a\" is in the list already, in line 1: keep one of them.",
        "[\"engine\"] | extensions: \"engine\" is no extension: the name is a key of the core.",
        "[\"store\"] | extensions: \"store\" is no extension: the name is a key of the core.",
        "[\"logging\"] | extensions: \"logging\" is no extension: the name is a key of the core.",
      })
  void checksTheListOfExtensions(String list, String message) throws Exception {
    assertThat(texts(plan("{\"extensions\": " + list + "}", ALL).problems()))
        .singleElement()
        .asString()
        .endsWith(": " + message);
  }

  @Test
  void checksTheFlagForLogging() throws Exception {
    assertThat(texts(plan("{\"extensions\":[], \"logging\": \"yes\"}", ALL).problems()))
        .containsExactly("config.json:1:30: logging: expected true or false, found \"yes\".");
  }

  @Test
  void reportsEverythingThatIsWrongAtOnce() throws Exception {
    Draft draft =
        plan(
            """
            {"extensions": ["welcome", "Bad"], "logging": 1, "engine": {"max_message_length": 0},
             "welcome": {"message": 5, "x": 1}}
            """,
            ALL);

    assertThat(draft.problems()).hasSize(5);
  }

  // --- what the engine gets -------------------------------------------------------------------

  @Test
  void putsReservedKeysIntoTheEnginesConfiguration() throws Exception {
    Draft draft =
        plan(
            """
            {"extensions": ["welcome", "absent"], "engine": {"max_message_length": 500},
             "welcome": {"failure_policy": "accept", "timeout_ms": 250, "message": "x"},
             "absent": {"failure_policy": "reject", "anything": 1}}
            """,
            ALL);

    assertThat(draft.problems()).isEmpty();
    assertThat((String[]) draft.plan().engine().get("failure_policies"))
        .containsExactly("welcome=accept", "absent=reject");
    assertThat((String[]) draft.plan().engine().get("timeouts_ms")).containsExactly("welcome=250");
    assertThat(draft.plan().engine()).containsEntry("max_message_length", 500).hasSize(4);
    assertThat(draft.plan().extensions().get("italk.extension.welcome"))
        .containsOnlyKeys("message", "service.ranking", "italk.extension");
  }

  @Test
  void checksReservedKeysAlsoWhereNothingIsInstalled() throws Exception {
    Draft draft =
        plan(
            "{\"extensions\":[\"a\"],\n\"a\":{\"failure_policy\":\"acept\",\"timeout_ms\":5}}",
            Installed.NOTHING);

    assertThat(texts(draft.problems()))
        .containsExactly(
            "config.json:2:23: a.failure_policy: expected one of \"accept\", \"reject\", found"
                + " \"acept\". Did you mean \"accept\"?",
            "config.json:2:44: a.timeout_ms: expected a whole number from 10 to 60000, found 5.");
  }

  @Test
  void writesTheCoreAlsoWithoutASection() throws Exception {
    Draft draft = plan("{}", ALL);

    assertThat(draft.problems()).isEmpty();
    assertThat(draft.warnings()).isEmpty();
    assertThat(draft.plan().core()).isEqualTo(Map.of("italk.store", Map.of()));
    assertThat(draft.plan().engine())
        .containsOnlyKeys("extensions", "failure_policies", "timeouts_ms");
  }

  @Test
  void leavesACoreSectionThatDoesNotFitAsItIs() throws Exception {
    Draft draft = plan("{\"extensions\":[],\"store\":{\"batch\":\"x\"}}", ALL);

    assertThat(draft.problems()).hasSize(1);
    assertThat(draft.plan().core()).isEmpty();
    assertThat(draft.plan().kept()).containsExactly("italk.store");
  }

  // --- what is installed ----------------------------------------------------------------------

  @Test
  void givesAnExtensionWithoutMetatypeItsSectionUnderItsComponent() throws Exception {
    Draft draft =
        plan(
            """
            {"extensions": ["plain"], "plain": {"text": "a", "whole": 5, "broken": 1.5, "flag": true,
             "list": ["a"], "numbers": [1, 2.5], "none": [], "my.key": 1}}
            """,
            ALL);

    assertThat(draft.problems()).isEmpty();
    Map<String, Object> values = draft.plan().extensions().get("sample.plain");
    assertThat(values)
        .containsEntry("text", "a")
        .containsEntry("whole", 5L)
        .containsEntry("broken", 1.5)
        .containsEntry("flag", true)
        .containsEntry("italk.extension", "plain");
    assertThat((String[]) values.get("list")).containsExactly("a");
    assertThat((Double[]) values.get("numbers")).containsExactly(1.0, 2.5);
    assertThat((String[]) values.get("none")).isEmpty();
    assertThat(texts(plan("{\"extensions\":[\"plain\"],\"plain\":{\"a\":{}}}", ALL).problems()))
        .containsExactly("config.json:1:38: plain.a: expected a text, found an object.");
  }

  @Test
  void givesEveryPidTheOptionsThatItHas() throws Exception {
    InstalledExtension two =
        extension(
            "two",
            new ObjectClass("two.a", List.of(text("name"), text("shared"))),
            new ObjectClass("two.b", List.of(plain("count", OptionType.INTEGER), text("shared"))));
    Installed installed = new Installed(List.of(two), List.of());

    Draft draft =
        plan(
            "{\"extensions\":[\"two\"],\"two\":{\"name\":\"n\",\"count\":2,\"shared\":\"s\"}}",
            installed);
    assertThat(draft.problems()).isEmpty();
    assertThat(draft.plan().extensions().get("two.a"))
        .containsOnlyKeys("name", "shared", "service.ranking", "italk.extension");
    assertThat(draft.plan().extensions().get("two.b"))
        .containsOnlyKeys("count", "shared", "service.ranking", "italk.extension");
    assertThat(plan("{\"extensions\":[\"two\"],\"two\":{\"shared\":1}}", installed).problems())
        .hasSize(1);
  }

  @Test
  void writesNothingForWhatIsNotEnabledOrNotInstalled() throws Exception {
    Draft draft = plan("{\"extensions\":[\"absent\"],\"welcome\":{\"message\":\"x\"}}", ALL);

    assertThat(draft.problems()).isEmpty();
    assertThat(draft.plan().extensions()).isEmpty();
  }

  @Test
  void warnsOfSectionsThatNobodyOwns() throws Exception {
    Draft draft =
        plan(
            "{\"extensions\":[\"absent\"],\n\"absent\":{\"x\":1},\n\"welcom\":{\"message\":\"x\"}}",
            ALL);

    assertThat(draft.problems()).isEmpty();
    assertThat(texts(draft.unowned()))
        .containsExactly(
            "config.json:2:1: absent: the extension is enabled but not installed: its options are"
                + " kept and will be checked when it comes.",
            "config.json:3:1: welcom: nothing with this name is enabled or describes its options: the"
                + " section is kept, and not used. Did you mean \"welcome\"?");
  }

  @Test
  void doesNotIgnoreTheEnginesSectionWhereNothingDescribesIt() throws Exception {
    Draft draft =
        plan("{\"extensions\":[],\"engine\":{\"max_message_length\":5}}", Installed.NOTHING);

    assertThat(draft.problems()).isEmpty();
    assertThat(texts(draft.unowned()))
        .singleElement()
        .asString()
        .startsWith("config.json:1:18: engine: ");
  }

  @Test
  void onlyWarnsOfTheSectionOfAnExtensionThatIsNotEnabled() throws Exception {
    Draft draft = plan("{\"extensions\":[],\"message_rate_limiter\":{\"burst\":0}}", ALL);

    assertThat(draft.problems()).isEmpty();
    assertThat(texts(draft.warnings())).singleElement().asString().contains("found 0.");
  }

  @Test
  void warnsWhereTheListIsMissing() throws Exception {
    assertThat(texts(plan("{\"logging\":true}", ALL).warnings()))
        .containsExactly(
            "config.json:1:1: extensions: the list is missing: no extension is enabled.");
  }

  @Test
  void leavesOutOnlyTheExtensionWhoseSectionDoesNotFit() throws Exception {
    Draft draft =
        plan(
            "{\"extensions\":[\"message_rate_limiter\",\"welcome\"],\"message_rate_limiter\":{\"burst\":0}}",
            ALL);

    assertThat(draft.problems()).hasSize(1);
    assertThat(draft.plan().extensions()).containsOnlyKeys("italk.extension.welcome");
    assertThat((String[]) draft.plan().engine().get("extensions"))
        .containsExactly("message_rate_limiter", "welcome");
  }

  @ParameterizedTest
  @CsvSource({"italk.engine", "italk.store", "org.ops4j.pax.logging", "italk.extension.welcome"})
  void doesNotLetAnExtensionTakeThePidOfAnother(String pid) throws Exception {
    List<InstalledExtension> extensions = new ArrayList<>(ALL.extensions());
    extensions.add(
        extension("thief", new ObjectClass(pid, List.of()), new ObjectClass("own", List.of())));
    Draft draft =
        plan("{\"extensions\":[\"welcome\",\"thief\"]}", new Installed(extensions, ALL.core()));

    assertThat(texts(draft.warnings())).singleElement().asString().contains(pid);
    assertThat(draft.plan().extensions()).containsOnlyKeys("italk.extension.welcome", "own");
    assertThat(draft.plan().extensions().get("italk.extension.welcome"))
        .containsEntry("italk.extension", "welcome");
  }

  @Test
  void changesOnlyRankingsWhereTheOrderChanges() throws Exception {
    Plan before = plan("{\"extensions\":[\"welcome\",\"plain\"]}", ALL).plan();
    Plan after =
        Planner.plan(
                new JsonReader().read(bytes("{\"extensions\":[\"plain\",\"welcome\"]}")),
                ALL,
                before.rankings())
            .plan();

    int welcome =
        (Integer) after.extensions().get("italk.extension.welcome").get("service.ranking");
    int plain = (Integer) after.extensions().get("sample.plain").get("service.ranking");
    assertThat(plain).isGreaterThan(welcome);
    assertThat(after.extensions().keySet())
        .containsExactlyInAnyOrderElementsOf(before.extensions().keySet());
  }

  // --- how it is written down -----------------------------------------------------------------

  private static Draft limiter(String options) throws JsonException {
    return plan(
        "{\"extensions\": [\"message_rate_limiter\"],\n \"message_rate_limiter\":{"
            + options
            + "}}",
        ALL);
  }

  private static Draft plan(String file, Installed installed) throws JsonException {
    return Planner.plan(new JsonReader().read(bytes(file)), installed, Map.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String original() throws IOException {
    try (InputStream in = PlannerTest.class.getResourceAsStream("/original-config.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> texts(List<ConfigProblem> problems) {
    return problems.stream().map(it -> it.in("config.json")).toList();
  }

  private static InstalledExtension extension(String name, ObjectClass... objectClasses) {
    return new InstalledExtension(
        name, 5, Version.valueOf("1.0.0"), true, "sample." + name, Arrays.asList(objectClasses));
  }

  private static Option text(String id) {
    return plain(id, OptionType.TEXT);
  }

  private static Option plain(String id, OptionType type) {
    return new Option(id, type, 0, List.of(), Optional.empty(), Optional.empty(), false);
  }

  private static Option list(String id, OptionType type) {
    return new Option(
        id, type, Integer.MAX_VALUE, List.of(), Optional.empty(), Optional.empty(), false);
  }

  private static Option oneOf(String id, String... values) {
    return new Option(
        id, OptionType.TEXT, 0, Arrays.asList(values), Optional.empty(), Optional.empty(), false);
  }

  private static Option number(String id, OptionType type, long min, long max) {
    return new Option(
        id,
        type,
        0,
        List.of(),
        Optional.of(BigDecimal.valueOf(min)),
        Optional.of(BigDecimal.valueOf(max)),
        false);
  }
}
