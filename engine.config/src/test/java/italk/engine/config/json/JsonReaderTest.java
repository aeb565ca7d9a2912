package italk.engine.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import italk.engine.config.json.JsonValue.JsonArray;
import italk.engine.config.json.JsonValue.JsonNumber;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonValue.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  private final JsonReader reader = new JsonReader();

  @Test
  void knowsThePlaceOfEveryKeyAndValue() throws JsonException {
    JsonObject file = read("{\n  \"a\": [1,\n    \"é\"],  \"b\": {\"c\": null}\n}");

    assertThat(file.location()).isEqualTo(new Location(1, 1));
    assertThat(file.members().get("a").location()).isEqualTo(new Location(2, 3));
    JsonArray list = (JsonArray) file.members().get("a").value();
    assertThat(list.location()).isEqualTo(new Location(2, 8));
    assertThat(list.values().get(0))
        .isEqualTo(new JsonNumber(new Location(2, 9), BigDecimal.ONE, "1"));
    assertThat(list.values().get(1)).isEqualTo(new JsonText(new Location(3, 5), "é"));
    assertThat(file.members().get("b").location()).isEqualTo(new Location(3, 12));
  }

  @Test
  void keepsTheOrderOfKeys() throws JsonException {
    assertThat(read("{\"z\":1,\"a\":2,\"m\":3}").members().keySet()).containsExactly("z", "a", "m");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  \n ", "[]", "1", "\"a\"", "{", "{}x", "{\"a\":}", "{'a':1}", "{a:1}"})
  void refusesWhatIsNoObject(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{/* no */}",
        "{\"a\":\"\t\"}",
        "{\"a\":tru}"
      })
  void isStrict(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void saysWhereAndWhatForACutFile() {
    assertRefused(
        "{\n \"a\": [1",
        2,
        9,
        "this is not JSON: Unexpected end-of-input: expected close marker for Array (start marker at line 2, column 7)");
  }

  @Test
  void saysThatAFileIsEmpty() {
    assertRefused(" \n", 1, 1, "the file is empty: expected a JSON object, at least {}");
  }

  @Test
  void refusesAKeyGivenTwice() {
    assertRefused(
        "{\"a\":1,\n\"b\":{\"c\":1,\n\"c\":2}}",
        3,
        1,
        "\"c\" is given twice, first in line 2: keep one of them");
  }

  @Test
  void takesTheByteOrderMarkOfSomeEditors() throws JsonException {
    JsonObject file = read("\uFEFF{\"a\":1}");

    assertThat(file.members().get("a").location()).isEqualTo(new Location(1, 2));
  }

  @Test
  void refusesAnotherEncoding() {
    byte[] latin = "{\n\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    JsonException e = refused(latin);

    assertThat(e)
        .hasMessage(
            "this is not UTF-8 (found the byte 0xE9): save the file with the encoding UTF-8");
    assertThat(e.location()).isEqualTo(new Location(2, 6));
    assertThat(refused("{\"a\":1}".getBytes(StandardCharsets.UTF_16)))
        .hasMessageContaining("not UTF-8 (found the byte 0xFE)");
  }

  @Test
  void refusesACutCharacter() {
    byte[] bytes = "{\"a\":\"é".getBytes(StandardCharsets.UTF_8);

    assertThat(refused(Arrays.copyOf(bytes, bytes.length - 1))).hasMessageContaining("not UTF-8");
  }

  @Test
  void boundsTheDepth() throws JsonException {
    int inner = JsonReader.MAX_DEPTH - 1;
    assertThat(read("{\"a\":" + "[".repeat(inner) + "]".repeat(inner) + "}").members()).hasSize(1);

    assertRefused(
        "{\"a\":" + "[".repeat(inner + 1) + "]".repeat(inner + 1) + "}",
        1,
        6 + inner,
        "this is nested more than 32 deep");
    assertThat(refused(("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8)))
        .hasMessage("this is nested more than 32 deep");
  }

  @Test
  void boundsTheSize() throws JsonException {
    String padding = " ".repeat(JsonReader.MAX_BYTES - 2);
    assertThat(read("{" + padding + "}").members()).isEmpty();

    assertRefused(
        "{ " + padding + "}", 1, 1, "the file is larger than 1048576 bytes: make it smaller");
  }

  @Test
  void takesNumbersAsTheyAre() throws JsonException {
    JsonNumber huge = (JsonNumber) read("{\"a\":1e999999999}").members().get("a").value();
    assertThat(huge.found()).isEqualTo("1e999999999");
    assertThat(refused(("{\"a\":" + "9".repeat(5_000) + "}").getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("not JSON");
    assertThat(refused("{\"a\":1e99999999999}".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("out of all bounds");
  }

  @Test
  void showsTextsOnOneLineAndShort() {
    assertThat(JsonValue.quote("a\"\n\u001b[2J\u202e"))
        .isEqualTo("\"a\\\"\\u000a\\u001b[2J\\u202e\"");
    assertThat(JsonValue.quote("x".repeat(1_000))).hasSize(63).endsWith("…\"");
  }

  @Test
  void throwsNothingElseWhateverItIsGiven() throws IOException {
    byte[] original;
    try (InputStream in = getClass().getResourceAsStream("/original-config.json")) {
      original = in.readAllBytes();
    }
    int refused = 0;
    for (int length = 0; length < original.length; length++) {
      refused += isRefused(Arrays.copyOf(original, length)) ? 1 : 0;
    }
    // A last line break may be missing, nothing else.
    assertThat(refused).isGreaterThanOrEqualTo(original.length - 1);

    Random random = new Random(20261122);
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = original.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      isRefused(mutated);
    }
  }

  private boolean isRefused(byte[] bytes) {
    Throwable thrown = catchThrowable(() -> reader.read(bytes));
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(JsonException.class);
      assertThat(thrown.getMessage()).isNotBlank().doesNotContain("\n", "Source");
    }
    return thrown != null;
  }

  private void assertRefused(String text, int line, int column, String message) {
    JsonException e = refused(text.getBytes(StandardCharsets.UTF_8));
    assertThat(e).hasMessage(message);
    assertThat(e.location()).isEqualTo(new Location(line, column));
  }

  private JsonException refused(byte[] bytes) {
    Throwable thrown = catchThrowable(() -> reader.read(bytes));
    assertThat(thrown).isInstanceOf(JsonException.class);
    return (JsonException) thrown;
  }

  private JsonObject read(String text) throws JsonException {
    return reader.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
