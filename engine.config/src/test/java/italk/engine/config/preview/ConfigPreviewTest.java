package italk.engine.config.preview;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.plan.ConfigProblem;
import italk.engine.config.preview.Effect.Reaction;
import italk.engine.config.schema.Sample;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfigPreviewTest {

  private static final String IN_FORCE =
      """
      {
        "extensions": ["welcome", "advanced_logging", "many", "later"],
        "welcome_message": "Hello",
        "advanced_logging": {"max_bytes": 5000},
        "many": {"key": "very secret", "roles": ["a", "b"], "whole": 7, "timeout_ms": 100},
        "later": {"token": "also secret"}
      }
      """;

  private final ConfigPreview preview =
      new ConfigPreview(
          Sample.ALL,
          (pid, keys) -> pid.endsWith("many") ? Reaction.RESTARTED : Reaction.MODIFIED,
          Interpolation.NONE);

  // --- check ------------------------------------------------------------------------------------

  @Test
  void findsNothingWhereNothingDiffers() throws Exception {
    assertThat(check(IN_FORCE))
        .satisfies(
            it -> {
              assertThat(it.isGood()).isTrue();
              assertThat(it.changes()).isEmpty();
              assertThat(it.effects()).isEmpty();
            });
  }

  @Test
  void tellsWhatIsWrongWithItsPlaceAndASuggestion() throws Exception {
    Preview found =
        check(
            "{\"extensions\": [\"welcome\"],\n \"welcome\": {\"mesage\": \"x\"},\n \"logging\": 1}");

    assertThat(found.isGood()).isFalse();
    assertThat(lines(found.problems()))
        .containsExactlyInAnyOrder(
            "config.json:2:14: welcome.mesage: unknown option. Did you mean \"message\"? Options of"
                + " welcome: message, failure_policy, timeout_ms.",
            "config.json:3:13: logging: expected true or false, found 1.");
    assertThat(found.changes()).isEmpty();
    assertThat(found.effects()).isEmpty();
  }

  @Test
  void tellsWhereItIsNoJson() throws Exception {
    Preview found = check("{\"extensions\": [\n}");

    assertThat(found.isGood()).isFalse();
    assertThat(lines(found.problems()).get(0)).startsWith("config.json:2:1: this is not JSON");
  }

  @Test
  void warnsOfASectionWithoutAnOwner() throws Exception {
    Preview found = check("{\"extensions\": [], \"welcom\": {\"message\": \"x\"}}");

    assertThat(found.isGood()).isTrue();
    assertThat(lines(found.warnings()).get(0)).contains("welcom: ", "Did you mean \"welcome\"?");
  }

  /** Whatever becomes of the file, nobody reads a secret because of it. */
  @Test
  void showsNoSecretOfAFileThatIsBroken() throws Exception {
    String good = IN_FORCE.replace("very secret", "hunter2hunter2");
    for (int seed = 0; seed < 5_000; seed++) {
      byte[] file = broken(good.getBytes(StandardCharsets.UTF_8), new Random(seed));

      Preview found = check(file);

      assertThat(found.toString() + lines(found) + lines(found.problems()))
          .as(new String(file, StandardCharsets.UTF_8))
          .doesNotContain("hunter2")
          .doesNotContain("very secret");
    }
  }

  /** Some bytes are left out, doubled, or become one of those that mean something in JSON. */
  private static byte[] broken(byte[] file, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rate = 1 + random.nextInt(200);
    for (byte b : file) {
      int what = random.nextInt(rate * 4);
      if (what != 0) {
        out.write(b);
      }
      if (what == 1) {
        out.write(b);
      } else if (what == 2) {
        out.write("{}[]\",:0e-tn \n".charAt(random.nextInt(14)));
      }
    }
    return out.toByteArray();
  }

  // --- what would change ------------------------------------------------------------------------

  @Test
  void namesTheExtensionsThatComeGoAndChangePlaces() throws Exception {
    Preview found =
        check(
            IN_FORCE.replace(
                "[\"welcome\", \"advanced_logging\", \"many\", \"later\"]",
                "[\"many\", \"new\", \"plain\", \"later\", \"advanced_logging\"]"));

    assertThat(lines(found))
        .containsExactly(
            "new: enabled, number 2 of 5, not installed",
            "plain: enabled, number 3 of 5",
            "welcome: disabled, was number 1 of 4",
            "extensions: advanced_logging, many, later -> many, later, advanced_logging");
    assertThat(found.effects())
        .contains(
            new Effect("italk.extension.welcome", Reaction.DEACTIVATED),
            new Effect("sample.plain", Reaction.ACTIVATED),
            new Effect("italk.engine", Reaction.MODIFIED));
  }

  @Test
  void namesTheOptionsWithTheirValues() throws Exception {
    Preview found =
        check(
            IN_FORCE
                .replace("Hello", "Bonjour")
                .replace("\"max_bytes\": 5000", "\"max.bytes\": 6000, \"level\": \"WARN\"")
                .replace("[\"a\", \"b\"], \"whole\": 7", "[\"b\"]")
                .replace("100", "200"));

    assertThat(lines(found))
        .containsExactlyInAnyOrder(
            "welcome.message: \"Hello\" -> \"Bonjour\"",
            "advanced_logging.max_bytes: 5000 -> 6000",
            "advanced_logging.level: not given (default \"INFO\") -> \"WARN\"",
            "many.roles: [\"a\", \"b\"] -> [\"b\"]",
            "many.whole: 7 -> not given",
            "many.timeout_ms: 100 -> 200");
    assertThat(found.effects())
        .containsExactlyInAnyOrder(
            new Effect("italk.extension.welcome", Reaction.MODIFIED),
            new Effect("italk.extension.advanced_logging", Reaction.MODIFIED),
            new Effect("italk.extension.many", Reaction.RESTARTED),
            new Effect("italk.engine", Reaction.MODIFIED));
  }

  @Test
  void seesNoDifferenceInTheFormAlone() throws Exception {
    Preview found =
        check(
            IN_FORCE
                .replace("\"welcome_message\": \"Hello\"", "\"welcome\": {\"message\": \"Hello\"}")
                .replace("max_bytes\": 5000", "max.bytes\" :5000"));

    assertThat(found.changes()).isEmpty();
    assertThat(found.effects()).isEmpty();
  }

  @Test
  void showsNoSecretAndNothingThatMayBeOne() throws Exception {
    Preview found = check(IN_FORCE.replace("very secret", "hidden").replace("also secret", "gone"));

    assertThat(lines(found))
        .containsExactly(
            "many.key: (secret) -> (secret), another one",
            "later.token: (secret) -> (secret), another one");
  }

  @Test
  void showsNoSecretThatComesOrGoes() throws Exception {
    Preview gone = check(IN_FORCE.replace("\"key\": \"very secret\",", ""));
    Preview wrong = check(IN_FORCE.replace("\"very secret\"", "[\"very secret\"]"));

    assertThat(lines(gone)).containsExactly("many.key: (secret) -> not given");
    assertThat(wrong.isGood()).isFalse();
    assertThat(lines(wrong.problems())).noneMatch(it -> it.contains("very"));
  }

  @Test
  void tellsThatLongTextsDifferWhereTheyAreCut() throws Exception {
    String longText = "x".repeat(300);
    Preview found =
        preview.compare(
            document("{\"advanced_log_file\": \"" + longText + "1\"}"),
            document("{\"advanced_log_file\": \"" + longText + "2\"}"));

    assertThat(lines(found).get(0)).endsWith("… (it differs behind the cut)").hasSizeLessThan(500);
  }

  @Test
  void namesWhatIsWrittenFirst() throws Exception {
    Preview found = preview.compare(document("{}"), document(IN_FORCE));

    assertThat(lines(found)).hasSize(4 + 7);
    assertThat(found.effects()).contains(new Effect("italk.extension.welcome", Reaction.ACTIVATED));
  }

  // ----------------------------------------------------------------------------------------------

  private Preview check(String candidate) throws JsonException {
    return check(candidate.getBytes(StandardCharsets.UTF_8));
  }

  private Preview check(byte[] candidate) throws JsonException {
    JsonObject read;
    try {
      read = new JsonReader().read(candidate);
    } catch (JsonException e) {
      return new Preview(List.of(ConfigProblem.of(e)), List.of(), List.of(), List.of());
    }
    return preview.compare(document(IN_FORCE), read);
  }

  private static JsonObject document(String text) throws JsonException {
    return new JsonReader().read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> lines(Preview found) {
    return found.changes().stream().map(ConfigChange::line).toList();
  }

  private static List<String> lines(List<ConfigProblem> problems) {
    return problems.stream().map(it -> it.in("config.json")).toList();
  }
}
