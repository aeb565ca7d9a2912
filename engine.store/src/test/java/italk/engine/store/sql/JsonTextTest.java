package italk.engine.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Metadata;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Metadata of any shape comes back as it went. */
class JsonTextTest {

  @Test
  void everyKindOfValue() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("z", "é 🎉 \" \\ \n \u0001 \u2028");
    values.put("null", null);
    values.put("flags", Arrays.asList(true, false, null));
    values.put("long", Long.MIN_VALUE);
    values.put("int", 7);
    values.put("big", new BigInteger("123456789012345678901234567890"));
    values.put("double", 0.1 + 0.2);
    values.put("whole double", 3.0);
    values.put("extremes", List.of(Double.MAX_VALUE, Double.MIN_VALUE, -0.0));
    values.put("", Map.of("", List.of(Map.of(), List.of())));
    values.put("a", "last");
    assertComesBack(Metadata.of(values));
  }

  @Test
  void theDeepestTheLongestAndTheMost() {
    Object deep = List.of();
    for (int i = 2; i < Metadata.MAX_DEPTH; i++) {
      deep = List.of(deep);
    }
    List<Object> many = new ArrayList<>();
    for (int i = 0; i < Metadata.MAX_VALUES - 1; i++) {
      many.add(i);
    }
    assertComesBack(Metadata.of(Map.of("deep", deep)));
    assertComesBack(Metadata.of(Map.of("many", many)));
    assertComesBack(Metadata.of(Map.of("k".repeat(Metadata.MAX_CHARACTERS), 1)));
    assertComesBack(Metadata.of(Map.of("t", "\u0001".repeat(Metadata.MAX_CHARACTERS - 1))));
    assertComesBack(Metadata.of(Map.of("n", BigInteger.TEN.pow(60_000))));
    assertComesBack(Metadata.EMPTY);
  }

  @Test
  void whatSomebodyBrokeNamesItsOwner() {
    assertThatThrownBy(() -> JsonText.parse("{\"a\":", "user 7"))
        .hasMessageContainingAll("user 7", "JSON object", "set it to {}");
    assertThatThrownBy(() -> JsonText.parse("[1]", "group g")).hasMessageContaining("group g");
  }

  private static void assertComesBack(Metadata metadata) {
    Metadata back = JsonText.parse(JsonText.of(metadata), "the test");
    assertThat(back).isEqualTo(metadata);
    assertThat(back.asMap().keySet()).containsExactlyElementsOf(metadata.asMap().keySet());
  }
}
