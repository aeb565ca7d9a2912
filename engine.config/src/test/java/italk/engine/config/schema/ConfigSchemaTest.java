package italk.engine.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import italk.engine.config.json.JsonReader;
import italk.engine.config.plan.Draft;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Planner;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSchemaTest {

  private static final List<String> VALUES =
      List.of(
          "true",
          "null",
          "\"\"",
          "\"x\"",
          "\"DEBUG\"",
          "\"" + "é".repeat(30) + "\"",
          "\"" + "é".repeat(31) + "\"",
          "0",
          "1",
          "2",
          "10",
          "9",
          "60000",
          "60001",
          "-1",
          "1.5",
          "2.0",
          "1e3",
          "127",
          "128",
          "40000",
          "3000000000",
          "9223372036854775807",
          "9223372036854775808",
          "[]",
          "[\"a\"]",
          "[1, 2]",
          "[1, 2, 1, 2]",
          "[3]",
          "[true]",
          "[1, \"a\"]",
          "[null]",
          "{}",
          "{\"a\": 1}",
          "\"accept\"",
          "\"reject\"");

  private final Schema schema = schema(Sample.ALL);

  // --- what is right ----------------------------------------------------------------------------

  @Test
  void isASchemaItself() {
    Schema dialect =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    SpecificationVersion.DRAFT_2020_12.getDialectId()));

    assertThat(dialect.validate(ConfigSchema.of(Sample.ALL, Locale.ROOT), InputFormat.JSON))
        .isEmpty();
  }

  @Test
  void takesTheOriginalsFile() throws Exception {
    try (InputStream in = getClass().getResourceAsStream("/original-config.json")) {
      assertAgree(true, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void takesTheFileThatIsShipped() throws Exception {
    assertAgree(true, Files.readString(Path.of("..", "runtime/src/main/distribution/config.json")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'$schema': './config.schema.json', 'extensions': []}",
        "{'extensions': ['welcome', 'later'], 'later': {'any': {'thing': [1, null]}}}",
        "{'extensions': ['many'], 'many': {'failure_policy': 'accept', 'timeout_ms': 500}}",
        "{'extensions': ['many'], 'many': {'timeout.ms': 500, 'roles': [], 'three': [1, 2]}}",
        "{'extensions': ['plain'], 'plain': {'what': 'ever', 'list': [1, 2.5], 'flag': true}}",
        "{'extensions': ['needy'], 'needy': {'needed': 'x', 'also.needed': 'y'}}",
        "{'extensions': ['needy'], 'needy': {'needed': 'x', 'also_needed': 'y'}}",
        "{'needy': {'other': 'not enabled, so nothing is missing'}}",
        "{'store': {'driver.target': '(a=b)', 'queue': 5}, 'engine': {'gate.wait_ms': 10}}",
        "{'many': {'whole': 2.0, 'large': 9223372036854775807, 'exact': 0.25, 'sign': 'é'}}"
      })
  void takesWhatThePlannerTakes(String text) throws Exception {
    assertAgree(true, text.replace('\'', '"'));
  }

  // --- what is wrong ----------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'extensions': 'welcome'}",
        "{'extensions': ['welcome', 'welcome']}",
        "{'extensions': ['Welcome']}",
        "{'extensions': ['store']}",
        "{'extensions': ['logging']}",
        "{'extensions': [1]}",
        "{'logging': 'yes'}",
        "{'welcom_message': 'x'}",
        "{'welcome': 'x', 'extensions': []}",
        "{'unknown': [1]}",
        "{'extensions': ['welcome'], 'welcome': {'mesage': 'x'}}",
        "{'extensions': ['welcome'], 'welcome': {'message': 'longer than thirty characters, by far'}}",
        "{'extensions': ['welcome'], 'welcome_message': 5}",
        "{'extensions': ['advanced_logging'], 'advanced_log_level': 'LOUD'}",
        "{'extensions': ['many'], 'many': {'timeout_ms': 5}}",
        "{'extensions': ['many'], 'many': {'failure.policy': 'perhaps'}}",
        "{'extensions': ['many'], 'many': {'service.ranking': 5}}",
        "{'extensions': ['plain'], 'plain': {'service_ranking': 5}}",
        "{'extensions': ['plain'], 'plain': {'deep': {'er': 1}}}",
        "{'extensions': ['plain'], 'plain': {'mixed': [1, 'a']}}",
        "{'extensions': ['needy']}",
        "{'extensions': ['needy'], 'needy': {'needed': 'x'}}",
        "{'store': {'queue': 0}}",
        "{'engine': {'extensions': ['welcome']}}",
        "{'engine': {'timeout_ms': 10}}"
      })
  void refusesWhatThePlannerRefuses(String text) throws Exception {
    assertAgree(false, text.replace('\'', '"'));
  }

  @Test
  void agreesWithThePlannerOnEveryOptionAndValue() throws Exception {
    Random random = new Random(4);
    for (Map.Entry<String, List<String>> section : sections().entrySet()) {
      for (String key : section.getValue()) {
        for (String value : VALUES) {
          String other = section.getValue().get(random.nextInt(section.getValue().size()));
          String beside = other.equals(key) ? "" : ", \"" + other + "\": " + any(random);
          assertAgree(
              "{\"extensions\": [\"many\", \"welcome\", \"advanced_logging\", \"plain\"], \""
                  + section.getKey()
                  + "\": {\""
                  + key
                  + "\": "
                  + value
                  + beside
                  + "}}");
        }
      }
    }
  }

  private static Map<String, List<String>> sections() {
    return Map.of(
        "many",
        List.of(
            "flag",
            "tiny",
            "small",
            "whole",
            "large",
            "rough",
            "exact",
            "key",
            "roles",
            "three",
            "failure_policy",
            "timeout_ms",
            "unknown"),
        "welcome",
        List.of("message", "mesage"),
        "advanced_logging",
        List.of("level", "max.bytes"),
        "plain",
        List.of("a", "b", "service.pid"),
        "engine",
        List.of("max_message_length", "gate.wait.ms", "failure_policies"));
  }

  private static String any(Random random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'extensions': ['many'], 'many': {'whole': '$[env:A]', 'flag': '$[prop:b;default=x]'}}",
        "{'extensions': ['many'], 'many': {'three': '$[env:A]', 'roles': ['a', '$[secret:c]']}}",
        "{'extensions': ['many'], 'many': {'three': [1, '$[env:A]'], 'timeout_ms': '$[env:A]'}}",
        "{'extensions': ['advanced_logging'], 'advanced_log_level': '$[env:LEVEL;default=INFO]'}",
        "{'extensions': ['plain'], 'plain': {'mixed': [1, '$[env:A]'], 'one': '$[env:A]'}}"
      })
  void leavesPlaceholdersToThePlanner(String text) {
    assertThat(schema.validate(text.replace('\'', '"'), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"$env", "$[A]", "[env:A]", "$[1:A]"})
  void takesNothingElseForAPlaceholder(String text) throws Exception {
    assertAgree(false, "{\"extensions\": [\"many\"], \"many\": {\"whole\": \"" + text + "\"}}");
  }

  // --- what editors show ------------------------------------------------------------------------

  @Test
  void describesAnOption() throws Exception {
    JsonNode log = section("advanced_logging", Locale.ROOT);

    assertThat(log.at("/additionalProperties").booleanValue()).isFalse();
    assertThat(log.at("/properties/level/anyOf/0/enum"))
        .extracting(JsonNode::textValue)
        .containsExactly("DEBUG", "INFO", "WARN");
    assertThat(log.at("/properties/level/default").textValue()).isEqualTo("INFO");
    assertThat(log.at("/properties/max_bytes/anyOf/0/type").textValue()).isEqualTo("integer");
    assertThat(log.at("/properties/max_bytes/anyOf/0/minimum").intValue()).isEqualTo(1024);
    assertThat(log.at("/properties/max_bytes/default").intValue()).isEqualTo(2_000_000);
    assertThat(log.at("/properties/timeout_ms/anyOf/0/maximum").intValue()).isEqualTo(60_000);
  }

  @Test
  void showsNoSecret() throws Exception {
    JsonNode key = section("many", Locale.ROOT).at("/properties/key");

    assertThat(key.at("/writeOnly").booleanValue()).isTrue();
    assertThat(key.has("default")).isFalse();
    assertThat(ConfigSchema.of(Sample.ALL, Locale.ROOT)).doesNotContain("hush");
  }

  @Test
  void suggestsTheInstalledExtensions() throws Exception {
    JsonNode names = tree(Locale.ROOT).at("/properties/extensions/items/anyOf");

    assertThat(names)
        .extracting(it -> it.path("const").asText())
        .containsExactly("advanced_logging", "many", "needy", "plain", "welcome", "");
  }

  @Test
  void marksTheOriginalsKeysAsDeprecated() throws Exception {
    JsonNode flat = tree(Locale.ROOT).at("/properties/advanced_log_level");

    assertThat(flat.at("/deprecated").booleanValue()).isTrue();
    assertThat(flat.at("/description").textValue()).contains("level", "advanced_logging");
  }

  @Test
  void speaksTheLanguageItIsAskedFor() throws Exception {
    assertThat(section("welcome", Locale.ENGLISH).at("/title").textValue()).isEqualTo("Welcome");
    assertThat(section("welcome", Locale.CANADA_FRENCH).at("/title").textValue())
        .isEqualTo("Accueil");
    assertThat(tree(Locale.FRENCH).at("/properties/logging/title").textValue())
        .isEqualTo("Journal");
    assertThat(tree(Locale.GERMAN).at("/properties/logging/title").textValue()).isEqualTo("Log");
    // A text that only the language for all has, and a key that has none.
    JsonNode message = section("welcome", Locale.FRENCH).at("/properties/message");
    assertThat(message.at("/title").textValue()).isEqualTo("Message");
    assertThat(message.at("/description").textValue()).isEqualTo("message.description");
  }

  @Test
  void isTheSameForTheSame() {
    assertThat(IntStream.range(0, 5).mapToObj(i -> ConfigSchema.of(Sample.ALL, Locale.FRENCH)))
        .containsOnly(ConfigSchema.of(Sample.ALL, Locale.FRENCH));
  }

  @Test
  void constrainsNothingThatIsNotInstalled() throws Exception {
    Schema empty = schema(Installed.NOTHING);

    assertThat(
            empty.validate("{\"welcome\": {\"a\": 1}, \"welcome_message\": 1}", InputFormat.JSON))
        .isEmpty();
    assertThat(empty.validate("{\"welcome\": 1}", InputFormat.JSON)).isNotEmpty();
  }

  // ----------------------------------------------------------------------------------------------

  private static JsonNode tree(Locale locale) throws Exception {
    return new ObjectMapper().readTree(ConfigSchema.of(Sample.ALL, locale));
  }

  private static JsonNode section(String name, Locale locale) throws Exception {
    return tree(locale).at("/properties/" + name);
  }

  private static Schema schema(Installed installed) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(ConfigSchema.of(installed, Locale.ROOT));
  }

  private void assertAgree(boolean right, String text) throws Exception {
    assertThat(planner(text).problems().isEmpty()).as(text).isEqualTo(right);
    assertAgree(text);
  }

  private void assertAgree(String text) throws Exception {
    Draft draft = planner(text);
    List<Error> errors = schema.validate(text, InputFormat.JSON);
    assertThat(errors.isEmpty())
        .as("%s%nplanner: %s%nschema: %s", text, draft.problems(), errors)
        .isEqualTo(draft.problems().isEmpty());
  }

  private static Draft planner(String text) throws Exception {
    return Planner.plan(
        new JsonReader().read(text.getBytes(StandardCharsets.UTF_8)), Sample.ALL, Map.of());
  }
}
