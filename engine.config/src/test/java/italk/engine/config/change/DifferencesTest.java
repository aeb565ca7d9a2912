package italk.engine.config.change;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.configuration.KeyChange;
import italk.engine.config.json.JsonReader;
import italk.engine.config.json.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of a file and of a change, and what is not. */
class DifferencesTest {

  @Test
  void tellsWhatChangedByItsMeaning() throws Exception {
    assertThat(
            Differences.between(
                read("{\"welcome_message\": \"a\", \"extensions\": [\"x\"], \"logging\": true}"),
                read("{\"welcome\": {\"message\": \"a\", \"max.length\": 1}, \"extensions\": []}"),
                SampleExtensions.installed()))
        .extracting(KeyChange::toString)
        .containsExactly(
            "extensions: [\"x\"] -> []",
            "logging: true -> (not given)",
            "welcome.max_length: (not given) -> 1");
  }

  @Test
  void showsNoSecretAndNothingThatMayBeOne() throws Exception {
    assertThat(
            Differences.between(
                read("{\"limiter\": {\"token\": \"hush\"}, \"absent\": {\"password\": \"hush\"}}"),
                read("{\"limiter\": {\"token\": \"hush2\"}}"),
                SampleExtensions.installed()))
        .containsExactly(
            new KeyChange(
                "limiter.token", Optional.of("\"(secret)\""), Optional.of("\"(secret)\""), true),
            new KeyChange("absent.password", Optional.of("\"(secret)\""), Optional.empty(), true));
  }

  @Test
  void cutsWhatIsLong() throws Exception {
    String value = "x".repeat(1000);
    assertThat(
            Differences.between(
                read("{}"),
                read("{\"welcome\": {\"message\": \"" + value + "\"}}"),
                SampleExtensions.installed()))
        .singleElement()
        .satisfies(it -> assertThat(it.after().orElseThrow()).hasSize(201).endsWith("…"));
  }

  @Test
  void getsWhatMayBeShown() throws Exception {
    JsonObject file =
        read(
            "{\"welcome_message\": \"a\", \"limiter\": {\"token\": \"hush\", \"burst\": 7},"
                + " \"absent\": {\"key\": \"hush\"}}");
    assertThat(get("", file))
        .contains(
            "{\"welcome_message\": \"a\", \"limiter\": {\"token\": \"(secret)\", \"burst\": 7},"
                + " \"absent\": {\"key\": \"(secret)\"}}");
    assertThat(get("welcome.message", file)).contains("\"a\"");
    assertThat(get("welcome_message", file)).contains("\"a\"");
    assertThat(get("limiter.burst", file)).contains("7");
    assertThat(get("limiter.token", file)).contains("\"(secret)\"");
    assertThat(get("limiter", file)).contains("{\"token\": \"(secret)\", \"burst\": 7}");
    assertThat(get("absent.key", file)).contains("\"(secret)\"");
    assertThat(get("limiter.names", file)).isEmpty();
    assertThat(get("nothing", file)).isEmpty();
  }

  private static Optional<String> get(String path, JsonObject file) {
    return Shown.get(path, file, SampleExtensions.installed());
  }

  private static JsonObject read(String text) throws Exception {
    return new JsonReader().read(text.getBytes(StandardCharsets.UTF_8));
  }
}
