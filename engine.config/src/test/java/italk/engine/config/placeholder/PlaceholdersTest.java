package italk.engine.config.placeholder;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.plan.ConfigProblem;
import italk.engine.config.plan.Draft;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Installed.InstalledExtension;
import italk.engine.config.plan.ObjectClass;
import italk.engine.config.plan.Option;
import italk.engine.config.plan.OptionType;
import italk.engine.config.plan.Planner;
import italk.engine.config.plan.SecretStamps;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.configadmin.plugin.interpolation.StandaloneInterpolator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;

/** Placeholders in a file, with the plugin that runs in the distribution. */
class PlaceholdersTest {

  private static final String SECRET = "s3cr3t-hunter2";
  private static final String PID = "italk.extension.mail";
  private static final Installed INSTALLED =
      new Installed(
          List.of(
              new InstalledExtension(
                  "mail",
                  7,
                  Version.valueOf("1.0.0"),
                  true,
                  "sample.Mail",
                  List.of(
                      new ObjectClass(
                          PID,
                          List.of(
                              option("host", OptionType.TEXT, 0),
                              new Option(
                                  "burst",
                                  OptionType.INTEGER,
                                  0,
                                  List.of(),
                                  Optional.of(BigDecimal.ONE),
                                  Optional.of(BigDecimal.valueOf(100)),
                                  false),
                              new Option(
                                  "level",
                                  OptionType.TEXT,
                                  0,
                                  List.of("INFO", "WARN"),
                                  Optional.empty(),
                                  Optional.empty(),
                                  false),
                              option("on", OptionType.BOOLEAN, 0),
                              option("rate", OptionType.DOUBLE, 0),
                              option("ports", OptionType.INTEGER, 3),
                              option("names", OptionType.TEXT, Integer.MIN_VALUE),
                              option("password", OptionType.SECRET, 0),
                              option(".private.key", OptionType.SECRET, 0))))),
              new InstalledExtension(
                  "plain", 8, Version.valueOf("1.0.0"), true, "sample.Plain", List.of())),
          List.of());

  @TempDir Path home;

  private final Map<String, String> properties = new HashMap<>();
  private Path secrets;
  private PluginInterpolation interpolation;
  private StandaloneInterpolator plugin;

  @BeforeEach
  void secrets() throws IOException {
    secrets = Files.createDirectories(home.resolve("conf/secrets"));
    Files.writeString(secrets.resolve("mail"), SECRET + "\n");
    plugin = new StandaloneInterpolator(properties, "UTF-8", secrets.toFile());
    interpolation =
        new PluginInterpolation(
            (reference, dictionary) -> plugin.interpolate("test", dictionary),
            SecretFolder.of(secrets.toString()),
            System::getenv,
            properties::get,
            home);
  }

  // --- what fits ------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          burst    | 42          | $[prop:x]                       | $[prop:x;type=Integer]
          burst    | 42          | $[prop:x;type=int]              | $[prop:x;type=Integer]
          burst    |             | $[prop:x;default=7]             | $[prop:x;default=7;type=Integer]
          on       | true        | $[prop:x]                       | $[prop:x;type=Boolean]
          rate     | 2.5         | $[prop:x]                       | $[prop:x;type=Double]
          host     | mail.org    | $[prop:x]                       | $[prop:x]
          host     | mail.org    | https://$[prop:x]/              | https://$[prop:x]/
          host     |             | \\\\$[prop:x]                   | \\$[prop:x]
          level    | WARN        | $[prop:x]                       | $[prop:x]
          password |             | $[secret:mail]                  | $[secret:mail]
          password |             | $[prop:x;default=$[secret:mail]]| $[prop:x;default=$[secret:mail]]
          ports    | 1,2         | $[prop:x]                       | $[prop:x;type=Integer[];delimiter=,]
          ports    | 1:2         | $[prop:x;delimiter=:]           | $[prop:x;delimiter=:;type=Integer[]]
          names    | a,b         | $[prop:x;type=String[]]         | $[prop:x;type=String[];delimiter=,]
          """)
  void keepsThePlaceholderWithTheOptionsType(String key, String value, String written, String kept)
      throws Exception {
    if (value != null) {
      properties.put("x", value);
    }
    Draft draft = mail("\"" + key + "\": \"" + written + "\"");

    assertThat(texts(draft)).isEmpty();
    assertThat(draft.plan().extensions().get(PID)).containsEntry(key, kept);
  }

  @Test
  void componentsGetTheValueWithTheOptionsType() throws Exception {
    properties.put("x", "1,2");
    Draft draft =
        mail(
            """
            "burst": "$[prop:b;default=7]", "ports": "$[prop:x]", "on": "$[prop:o;default=true]",
            "password": "$[secret:mail]", "names": ["a", "$[secret:mail]"],
            "host": "\\\\$[prop:x]"
            """);
    assertThat(texts(draft)).isEmpty();

    Dictionary<String, Object> processed = new Hashtable<>(draft.plan().extensions().get(PID));
    plugin.interpolate(PID, processed);

    assertThat(processed.get("burst")).isEqualTo(7);
    assertThat(processed.get("ports")).isEqualTo(new Integer[] {1, 2});
    assertThat(processed.get("on")).isEqualTo(true);
    assertThat(processed.get("password")).isEqualTo(SECRET);
    assertThat(processed.get("names")).isEqualTo(new String[] {"a", SECRET});
    assertThat(processed.get("host")).isEqualTo("$[prop:x]");
  }

  @Test
  void whatIsPrivateToItsComponentHasAKeyLikeAllOthers() throws Exception {
    Draft draft = mail("\"private_key\": \"$[secret:mail]\"");

    assertThat(texts(draft)).isEmpty();
    assertThat(draft.plan().extensions().get(PID)).containsEntry(".private.key", "$[secret:mail]");
  }

  @Test
  void readsTheEnvironment() throws Exception {
    assertThat(texts(mail("\"host\": \"$[env:PATH]\""))).isEmpty();
  }

  @Test
  void takesPlaceholdersInListsAndWhereNothingDescribesTheOption() throws Exception {
    properties.put("x", "8");
    Draft draft =
        plan(
            """
            {"extensions": ["mail", "plain"],
             "mail": {"ports": [1, "$[prop:x]", "$[prop:y;default=9]"]},
             "plain": {"a": "$[prop:x;type=Integer]", "b": ["$[secret:mail]", "x"],
                       "timeout_ms": "$[prop:t;default=500]"}}
            """);

    assertThat(texts(draft)).isEmpty();
    assertThat((String[]) draft.plan().extensions().get(PID).get("ports"))
        .containsExactly("1", "$[prop:x;type=Integer]", "$[prop:y;default=9;type=Integer]");
    assertThat(draft.plan().extensions().get("sample.Plain"))
        .containsEntry("a", "$[prop:x;type=Integer]");
    assertThat((String[]) draft.plan().engine().get("timeouts_ms"))
        .containsExactly("plain=$[prop:t;default=500;type=Long]");
    assertThat(SecretStamps.of(draft.plan())).singleElement().extracting("name").isEqualTo("mail");
  }

  // --- what does not --------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          burst    | $[prop:x]           | expected a whole number from 1 to 100, found "no number" from $[prop:x].
          burst    | $[prop:big]         | expected a whole number from 1 to 100, found "101" from $[prop:big].
          burst    | $[prop:none]        | expected a whole number from 1 to 100, found $[prop:none], and the property none is not set.
          burst    | $[env:NO_SUCH_ONE]  | expected a whole number from 1 to 100, found $[env:NO_SUCH_ONE], and the environment variable NO_SUCH_ONE is not set.
          burst    | $[prop:x;type=Long] | expected a whole number from 1 to 100, found $[prop:x] of another type: write type=Integer.
          burst    | $[secret:mail]      | expected a whole number from 1 to 100, found a text from $[secret:mail] (not shown, because it is secret).
          burst    | $[prop:to]          | expected a whole number from 1 to 100, found a text from $[prop:to] (not shown, because it is secret).
          burst    | $[prop:n;default=x] | expected a whole number from 1 to 100, found "x" from $[prop:n].
          level    | $[prop:x]           | expected one of "INFO", "WARN", found "no number" from $[prop:x].
          on       | $[prop:big]         | expected true or false, found "101" from $[prop:big].
          host     | $[secret:none]      | expected a text, found $[secret:none], and there is no file conf/secrets/none.
          host     | $[secret:empty]     | expected a text, found $[secret:empty], and the file conf/secrets/empty is empty.
          host     | $[secret:../x]      | expected a text, found $[secret:../x], and a secret is named like a file in conf/secrets.
          host     | $[secret:folder]    | expected a text, found $[secret:folder], and the file conf/secrets/folder can't be read.
          host     | $[evn:HOME]         | expected a text, found $[evn:HOME], and evn is no source: expected env, secret or prop; write \\\\$[ where it is only a text.
          host     | $[prop:x            | expected a text, found a text, and the bracket is not closed: $[prop:…].
          host     | $[conf:burst]       | expected a text, found $[conf:burst], and conf is no source: expected env, secret or prop; write \\\\$[ where it is only a text.
          ports    | $[prop:many]        | expected a list of at most 3, each a whole number, found 4 from $[prop:many].
          ports    | 1$[prop:big]        | expected a list of at most 3, each a whole number, found a text with $[prop:big] in it.
          """)
  void saysWhatDoesNotFitAndNeverASecret(String key, String written, String expected)
      throws Exception {
    properties.put("x", "no number");
    properties.put("big", "101");
    properties.put("to", "$[secret:mail]");
    properties.put("many", "1,2,3,4");
    Files.createFile(secrets.resolve("empty"));
    Files.createDirectory(secrets.resolve("folder"));

    Draft draft = mail("\"" + key + "\": \"" + written + "\"");

    assertThat(texts(draft)).singleElement().asString().isEqualTo(place(key) + expected);
    assertThat(texts(draft).toString()).doesNotContain(SECRET);
  }

  @Test
  void aDefaultOfASecretOptionIsASecret() throws Exception {
    Draft draft = mail("\"password\": \"$[prop:x;type=Long;default=" + SECRET + "]\"");

    assertThat(texts(draft))
        .singleElement()
        .asString()
        .contains("found $[prop:x] of another type")
        .doesNotContain(SECRET);
  }

  @Test
  void aSecretInAListOfAnythingIsNotShown() throws Exception {
    Draft draft = mail("\"ports\": [1, \"$[secret:mail]\", \"x\"]");

    assertThat(texts(draft)).hasSize(2);
    assertThat(texts(draft).get(0))
        .contains("mail.ports[1]", "a text from $[secret:mail] (not shown")
        .doesNotContain(SECRET);
    assertThat(texts(draft).get(1)).contains("mail.ports[2]", "found \"x\"");
  }

  @Test
  void withoutThePluginItSaysWhichBundleIsMissing() throws Exception {
    JsonReader reader = new JsonReader();
    Draft draft =
        Planner.plan(
            reader.read(bytes("{\"extensions\":[\"mail\"],\"mail\":{\"host\":\"$[env:A]\"}}")),
            INSTALLED,
            Map.of());

    assertThat(texts(draft))
        .singleElement()
        .asString()
        .contains("the bundle " + Interpolation.BUNDLE)
        .contains("install and start it");
  }

  @Test
  void anotherStateOfTheFileIsAnotherConfiguration() throws Exception {
    Draft before = mail("\"password\": \"$[secret:mail]\"");
    Draft same = mail("\"password\": \"$[secret:mail]\"");
    Files.writeString(secrets.resolve("new"), "other");
    Files.move(secrets.resolve("new"), secrets.resolve("mail"), StandardCopyOption.ATOMIC_MOVE);
    Draft after = mail("\"password\": \"$[secret:mail]\"");

    assertThat(SecretStamps.of(same.plan())).isEqualTo(SecretStamps.of(before.plan()));
    assertThat(SecretStamps.of(after.plan()))
        .isNotEqualTo(SecretStamps.of(before.plan()))
        .containsExactly(interpolation.stamp("mail"));
    assertThat(SecretStamps.of(after.plan()).toString()).doesNotContain("other");
  }

  // --- how it is set up -----------------------------------------------------------------------

  private Draft mail(String options) throws JsonException {
    return plan("{\"extensions\": [\"mail\"],\n \"mail\": {" + options + "}}");
  }

  private Draft plan(String file) throws JsonException {
    return Planner.plan(new JsonReader().read(bytes(file)), INSTALLED, Map.of(), interpolation);
  }

  private static String place(String key) {
    return "config.json:2:" + (key.length() + 15) + ": mail." + key + ": ";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> texts(Draft draft) {
    return draft.problems().stream().map((ConfigProblem it) -> it.in("config.json")).toList();
  }

  private static Option option(String id, OptionType type, int cardinality) {
    return new Option(id, type, cardinality, List.of(), Optional.empty(), Optional.empty(), false);
  }
}
