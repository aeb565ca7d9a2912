package italk.engine.config.migrate;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.migrate.FlatToSections.Migration;
import italk.engine.config.plan.Draft;
import italk.engine.config.plan.FlatKeys;
import italk.engine.config.plan.Planner;
import italk.engine.config.schema.Sample;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlatToSectionsTest {

  @Test
  void rewritesTheOriginalsFile() throws Exception {
    byte[] original;
    try (InputStream in = getClass().getResourceAsStream("/original-config.json")) {
      original = in.readAllBytes();
    }

    Migration migration = FlatToSections.migrate(original);

    assertThat(migration.text())
        .isEqualToNormalizingNewlines(
            """
            {
              "logging": true,
              "extensions": [
                "welcome",
                "users_management",
                "groups_management",
                "messages_management",
                "events_management",
                "advanced_logging",
                "message_rate_limiter"
              ],
              "advanced_logging": {
                "file": "advanced_engine.log",
                "level": "INFO"
              },
              "welcome": {
                "message": "Bienvenue sur le serveur !"
              }
            }
            """);
    assertThat(migration.steps())
        .containsExactly(
            "advanced_log_file: is advanced_logging.file now.",
            "advanced_log_level: is advanced_logging.level now.",
            "welcome_message: is welcome.message now.");
    assertSamePlan(new String(original, StandardCharsets.UTF_8), migration.text());
  }

  @Test
  void letsTheSectionWin() throws Exception {
    Migration migration =
        migrate("{\"welcome_message\": \"lost\", \"welcome\": {\"message\": \"kept\"}}");

    assertThat(migration.text()).isEqualTo("{\"welcome\": {\"message\": \"kept\"}}");
    assertThat(migration.steps())
        .containsExactly(
            "welcome_message: taken out, because welcome.message says the same and counts.");
  }

  @Test
  void knowsAnOptionInItsOtherSpelling() throws Exception {
    Migration migration =
        migrate("{\"advanced_logging\": {\"max.bytes\": 5000}, \"advanced_log_max_bytes\": 6000}");

    assertThat(migration.text()).isEqualTo("{\"advanced_logging\": {\"max.bytes\": 5000}}");
  }

  @Test
  void changesNothingWhereThereIsNothingFlat() throws Exception {
    String text = "\uFEFF{ \"logging\" :true,\r\n\t\"welcome\": { } }\r\n";

    assertThat(migrate(text)).isEqualTo(new Migration(text, List.of(), List.of()));
  }

  @Test
  void isDoneOnceDone() throws Exception {
    String once = migrate("{\"welcome_message\": \"x\", \"logging\": true}").text();

    assertThat(migrate(once).text()).isEqualTo(once);
    assertThat(migrate(once).steps()).isEmpty();
  }

  @Test
  void leavesAKeyThatHasNoPlaceToGoTo() throws Exception {
    Migration migration = migrate("{\"welcome_message\": \"x\",\n \"welcome\": true}");

    assertThat(migration.text()).isEqualTo("{\"welcome_message\": \"x\",\n \"welcome\": true}");
    assertThat(migration.problems()).hasSize(1);
    assertThat(migration.problems().get(0).in("config.json"))
        .isEqualTo(
            "config.json:2:13: welcome: expected an object, to move welcome_message into it, found"
                + " true: make it one, or take it out.");
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThatThrownBy(() -> migrate("{\"welcome_message\": ")).isInstanceOf(JsonException.class);
  }

  @Test
  void meansTheSameForAnyMixture() throws Exception {
    for (int seed = 0; seed < 3_000; seed++) {
      String before = mixture(new Random(seed));
      Migration migration = migrate(before);

      assertThat(migration.problems()).isEmpty();
      assertThat(new JsonReader().read(bytes(migration.text())).members().keySet())
          .as(before)
          .doesNotContainAnyElementsOf(FlatKeys.TABLE.keySet());
      assertSamePlan(before, migration.text());
    }
  }

  /** Flat keys and sections in any order, right and wrong, written in any style. */
  private static String mixture(Random random) {
    Map<String, String> members = new LinkedHashMap<>();
    List<String> values = List.of("\"\\u00e9t\\\"\"", "\"INFO\"", "5000", "7", "[1]", "null", "{}");
    for (String key : FlatKeys.TABLE.keySet()) {
      if (random.nextInt(3) > 0) {
        members.put(key, any(random, values));
      }
    }
    if (random.nextBoolean()) {
      members.put("welcome", random.nextBoolean() ? "{ }" : "{\"message\": \"mine\"}");
    }
    if (random.nextBoolean()) {
      List<String> options = new ArrayList<>();
      for (String option : List.of("file", "level", "max.bytes", "backup_count")) {
        if (random.nextBoolean()) {
          options.add("\"" + option + "\":" + any(random, values));
        }
      }
      members.put("advanced_logging", "{" + String.join(",\n      ", options) + "}");
    }
    members.put("extensions", "[\"welcome\", \"advanced_logging\"]");
    members.put("logging", "false");
    List<String> keys = new ArrayList<>(members.keySet());
    Collections.shuffle(keys, random);
    String separator = any(random, List.of(",", ", ", ",\n  ", " ,\r\n\t", "\n, "));
    String colon = any(random, List.of(":", ": ", " : "));
    String around = any(random, List.of("", " ", "\n  ", "\r\n\t"));
    return keys.stream()
        .map(it -> "\"" + it + "\"" + colon + members.get(it))
        .collect(joining(separator, "{" + around, around + "}"));
  }

  private static String any(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static void assertSamePlan(String before, String after) throws Exception {
    Draft planned = plan(before);
    Draft migrated = plan(after);
    assertThat(migrated.plan())
        .as("%s%n---%n%s", before, after)
        .usingRecursiveComparison()
        .isEqualTo(planned.plan());
    assertThat(migrated.problems()).hasSameSizeAs(planned.problems());
  }

  private static Draft plan(String text) throws Exception {
    return Planner.plan(new JsonReader().read(bytes(text)), Sample.ALL, Map.of());
  }

  private static Migration migrate(String text) throws JsonException {
    return FlatToSections.migrate(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
