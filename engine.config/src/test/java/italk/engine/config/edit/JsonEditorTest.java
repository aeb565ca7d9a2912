package italk.engine.config.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.config.edit.RandomJson.Place;
import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.json.JsonValue;
import italk.engine.config.json.JsonValue.JsonArray;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an edit changes, and above all what it leaves alone. */
class JsonEditorTest {

  private static final int ROUNDS = 5_000;
  private static final String FILE =
      """
      {
        "logging": true,
        "extensions": [
          "welcome",
          "message_rate_limiter"
        ],
        "welcome": {
          "message": "Bienvenue !"
        },
        "unknown" : {"x":1,"y":2}
      }
      """;

  // --- examples ------------------------------------------------------------------------------

  @Test
  void replacesAValueAndNothingElse() {
    assertThat(put(FILE, "\"Bonjour\"", "welcome", "message"))
        .isEqualTo(FILE.replace("\"Bienvenue !\"", "\"Bonjour\""));
  }

  @Test
  void addsAKeyInTheStyleOfItsNeighbours() {
    assertThat(put(FILE, "5", "welcome", "limit"))
        .isEqualTo(FILE.replace("\"Bienvenue !\"", "\"Bienvenue !\",\n    \"limit\": 5"));
    assertThat(put(FILE, "3", "unknown", "z"))
        .isEqualTo(FILE.replace("\"y\":2", "\"y\":2,\"z\":3"));
    assertThat(put("{\"a\": 1}", "2", "b")).isEqualTo("{\"a\": 1, \"b\": 2}");
    assertThat(put("{ \"a\":1 }", "2", "b")).isEqualTo("{ \"a\":1, \"b\":2 }");
    assertThat(put("{\"a\":1}", "2", "b")).isEqualTo("{\"a\":1,\"b\":2}");
    assertThat(put("{\n  \"a\": 1\n  , \"c\": 1\n}", "2", "b"))
        .isEqualTo("{\n  \"a\": 1\n  , \"c\": 1\n  , \"b\": 2\n}");
  }

  @Test
  void addsASectionInTheStyleOfTheFile() {
    assertThat(put("{\r\n\t\"a\": 1\r\n}\r\n", "2", "s", "b"))
        .isEqualTo("{\r\n\t\"a\": 1,\r\n\t\"s\": {\r\n\t\t\"b\": 2\r\n\t}\r\n}\r\n");
    assertThat(put("{\"a\": 1}", "2", "s", "b")).isEqualTo("{\"a\": 1, \"s\": {\"b\": 2}}");
    assertThat(put("{}", "2", "s", "b")).isEqualTo("{\n  \"s\": {\n    \"b\": 2\n  }\n}");
    assertThat(put("{\n    \"s\": {\n    }\n}", "2", "s", "b"))
        .isEqualTo("{\n    \"s\": {\n        \"b\": 2\n    }\n}");
    assertThat(put("{\"s\": { }}", "2", "s", "b")).isEqualTo("{\"s\": {\"b\": 2}}");
  }

  @Test
  void removesAKeyWithItsCommaAndItsLine() {
    assertThat(remove("{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", "a"))
        .isEqualTo("{\n  \"b\": 2,\n  \"c\": 3\n}");
    assertThat(remove("{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", "b"))
        .isEqualTo("{\n  \"a\": 1,\n  \"c\": 3\n}");
    assertThat(remove("{\n  \"a\": 1,\n  \"b\": 2\n}", "b")).isEqualTo("{\n  \"a\": 1\n}");
    assertThat(remove(FILE, "welcome", "message"))
        .isEqualTo(FILE.replace("{\n    \"message\": \"Bienvenue !\"\n  }", "{}"));
    assertThat(remove(FILE, "welcome", "absent")).isEqualTo(FILE);
    assertThat(remove(FILE, "absent", "message")).isEqualTo(FILE);
  }

  @Test
  void rewritesAListInItsStyle() {
    assertThat(list(FILE, "message_rate_limiter", "welcome"))
        .isEqualTo(
            FILE.replace(
                "    \"welcome\",\n    \"message_rate_limiter\"\n",
                "    \"message_rate_limiter\",\n    \"welcome\"\n"));
    assertThat(list(FILE, "welcome", "message_rate_limiter", "users"))
        .isEqualTo(FILE.replace("_limiter\"\n", "_limiter\",\n    \"users\"\n"));
    assertThat(list(FILE, "welcome"))
        .isEqualTo(FILE.replace(",\n    \"message_rate_limiter\"", ""));
    assertThat(list("{\"extensions\": [\"\\u0061\"]}", "b", "a"))
        .isEqualTo("{\"extensions\": [\"b\", \"\\u0061\"]}");
    assertThat(list("{\"extensions\": [\"a\"]}")).isEqualTo("{\"extensions\": []}");
    assertThat(list("{\"extensions\": []}", "a", "b"))
        .isEqualTo("{\"extensions\": [\"a\", \"b\"]}");
    assertThat(list("{\"x\": 1}", "a")).isEqualTo("{\"x\": 1, \"extensions\": [\"a\"]}");
  }

  @Test
  void keepsTheMarkAtTheBeginning() {
    assertThat(put("\uFEFF{\"a\":1}", "2", "a")).isEqualTo("\uFEFF{\"a\":2}");
  }

  @Test
  void refusesWhatIsNoObjectOnTheWay() {
    assertThatThrownBy(() -> put("{\"a\":1}", "2", "a", "b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new JsonEditor("{\"a\":}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // --- properties ----------------------------------------------------------------------------

  @Test
  void whateverIsReplacedTheRestIsTheSameToTheByte() throws JsonException {
    Random random = new Random(1);
    for (int round = 0; round < ROUNDS; round++) {
      RandomJson json = new RandomJson(random);
      for (Map.Entry<List<String>, Place> member : json.members.entrySet()) {
        Place place = member.getValue();
        String after = new JsonEditor(json.text()).put(member.getKey(), "{\"new\": [7]}");
        assertThat(after)
            .isEqualTo(
                json.text().substring(0, place.start())
                    + "{\"new\": [7]}"
                    + json.text().substring(place.end()));
        assertThat(model(after))
            .isEqualTo(with(model(json.text()), member.getKey(), Map.of("new", List.of("7"))));
      }
    }
  }

  @Test
  void whateverIsAddedIsTheOnlyThingThatIsNew() throws JsonException {
    Random random = new Random(2);
    for (int round = 0; round < ROUNDS; round++) {
      RandomJson json = new RandomJson(random);
      List<String> path = new ArrayList<>(json.objects.get(random.nextInt(json.objects.size())));
      path.add("new");
      if (random.nextBoolean()) {
        path.add("newer");
      }
      String after = new JsonEditor(json.text()).put(path, "7");
      Map<String, Object> expected = model(json.text());
      boolean empty = objectAt(expected, path.subList(0, path.indexOf("new"))).isEmpty();
      assertThat(model(after)).as(json.text()).isEqualTo(with(expected, path, "7"));
      if (!empty) {
        assertThat(prefix(json.text(), after) + suffix(json.text(), after))
            .as("%s -> %s", json.text(), after)
            .isGreaterThanOrEqualTo(json.text().length());
      }
      assertThat(compact(new JsonEditor(after).remove(path.subList(0, path.indexOf("new") + 1))))
          .as("removing brings back %s", json.text())
          .isEqualTo(compact(json.text()));
    }
  }

  @Test
  void whateverIsRemovedIsTheOnlyThingThatIsGone() throws JsonException {
    Random random = new Random(3);
    for (int round = 0; round < ROUNDS; round++) {
      RandomJson json = new RandomJson(random);
      for (List<String> path : json.members.keySet()) {
        String after = new JsonEditor(json.text()).remove(path);
        assertThat(model(after)).as(json.text()).isEqualTo(without(model(json.text()), path));
        assertThat(prefix(json.text(), after) + suffix(json.text(), after))
            .as("%s -> %s", json.text(), after)
            .isGreaterThanOrEqualTo(after.length());
      }
    }
  }

  @Test
  void whateverListIsRewrittenTheRestIsTheSameToTheByte() throws JsonException {
    Random random = new Random(4);
    for (int round = 0; round < ROUNDS; round++) {
      RandomJson json = new RandomJson(random);
      for (List<String> path : json.lists) {
        Place place = json.members.get(path);
        List<String> items =
            random.ints(random.nextInt(5), 0, 3).mapToObj(it -> "a" + it + "\"\uD800").toList();
        String after = new JsonEditor(json.text()).putList(path, items);
        assertThat(after)
            .startsWith(json.text().substring(0, place.start()))
            .endsWith(json.text().substring(place.end()));
        List<String> written = items.stream().map(JsonWriter::text).toList();
        assertThat(model(after)).isEqualTo(with(model(json.text()), path, written));
      }
    }
  }

  // --- a model without places ----------------------------------------------------------------

  private static Map<String, Object> model(String text) throws JsonException {
    return members(new JsonReader().read(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<String, Object> members(JsonObject object) {
    Map<String, Object> members = new LinkedHashMap<>();
    object.members().forEach((key, it) -> members.put(key, value(it.value())));
    return members;
  }

  private static Object value(JsonValue value) {
    if (value instanceof JsonObject object) {
      return members(object);
    }
    return value instanceof JsonArray array
        ? array.values().stream().map(JsonEditorTest::value).toList()
        : JsonWriter.line(value);
  }

  private static Map<String, Object> with(
      Map<String, Object> object, List<String> path, Object value) {
    if (path.size() == 1) {
      object.put(path.get(0), value);
    } else {
      Map<String, Object> inner = object(object.get(path.get(0)));
      object.put(path.get(0), with(inner, path.subList(1, path.size()), value));
    }
    return object;
  }

  private static Map<String, Object> without(Map<String, Object> object, List<String> path) {
    objectAt(object, path.subList(0, path.size() - 1)).remove(path.get(path.size() - 1));
    return object;
  }

  private static Map<String, Object> objectAt(Map<String, Object> root, List<String> path) {
    Map<String, Object> object = root;
    for (String key : path) {
      object = object(object.get(key));
    }
    return object;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    return value == null ? new LinkedHashMap<>() : (Map<String, Object>) value;
  }

  /** In the order of the keys, which a map's equality does not see. */
  private static String compact(String text) throws JsonException {
    return JsonWriter.line(new JsonReader().read(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static int prefix(String one, String other) {
    int i = 0;
    while (i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i)) {
      i++;
    }
    return i;
  }

  private static int suffix(String one, String other) {
    String reversed = new StringBuilder(one).reverse().toString();
    return prefix(reversed, new StringBuilder(other).reverse().toString());
  }

  private static String put(String text, String json, String... path) {
    return new JsonEditor(text).put(List.of(path), json);
  }

  private static String remove(String text, String... path) {
    return new JsonEditor(text).remove(List.of(path));
  }

  private static String list(String text, String... items) {
    return new JsonEditor(text).putList(List.of("extensions"), List.of(items));
  }
}
