package italk.engine.config.change;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.config.change.Change.Result;
import italk.engine.config.change.Changes.Value;
import italk.engine.config.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a file's text by each of the changes. */
class ChangesTest {

  private static final String FILE =
      """
      {
        "extensions": ["welcome", "limiter"],
        "welcome_message": "flat",
        "limiter": {
          "burst": 7
        },
        "unknown": true
      }
      """;

  @Test
  void setsTheFlatKeyWhereTheFileUsesIt() throws Exception {
    String expected = FILE.replace("\"flat\"", "\"new\"");
    assertThat(text(Changes.set("welcome.message", "new"))).isEqualTo(expected);
    assertThat(text(Changes.set("welcome_message", "new"))).isEqualTo(expected);
  }

  @Test
  void setsTheSectionsKeyWhereThereAreBoth() throws Exception {
    String both = "{\"welcome_message\": \"a\", \"welcome\": {\"message\": \"b\"}}";
    assertThat(text(Changes.set("welcome.message", "c"), both))
        .isEqualTo("{\"welcome_message\": \"a\", \"welcome\": {\"message\": \"c\"}}");
    assertThat(text(Changes.unset("welcome.message"), both)).isEqualTo("{\"welcome\": {}}");
  }

  @Test
  void makesSectionAndKeyWhereThereAreNone() throws Exception {
    assertThat(text(Changes.set("store.url", "jdbc:x")))
        .isEqualTo(
            FILE.replace(
                "\"unknown\": true",
                "\"unknown\": true,\n  \"store\": {\n    \"url\": \"jdbc:x\"\n  }"));
    assertThat(text(Changes.set("limiter.names", "[\"x\",\"y\"]")))
        .isEqualTo(FILE.replace("7", "7,\n    \"names\": [\"x\", \"y\"]"));
  }

  @Test
  void findsAKeyInEitherSpelling() throws Exception {
    String dotted = "{\"welcome\": {\"max.length\": 1}}";
    assertThat(text(Changes.set("welcome.max_length", "2"), dotted))
        .isEqualTo("{\"welcome\": {\"max.length\": 2}}");
    assertThat(text(Changes.set("welcome.max.length", "2"), "{\"welcome\": {}}"))
        .isEqualTo("{\"welcome\": {\"max_length\": 2}}");
  }

  @Test
  void takesWhatIsTypedAsTheOptionWantsIt() throws Exception {
    assertThat(text(Changes.set("welcome.message", "5"))).contains("\"welcome_message\": \"5\"");
    assertThat(text(Changes.set("welcome.message", "\"5\"")))
        .contains("\"welcome_message\": \"5\"");
    assertThat(text(Changes.set("welcome.message", "say \"hi\"\n")))
        .contains("\"welcome_message\": \"say \\\"hi\\\"\\n\"");
    assertThat(text(Changes.set("limiter.burst", "8"))).contains("\"burst\": 8");
    assertThat(text(Changes.set("limiter.burst", "many"))).contains("\"burst\": \"many\"");
    assertThat(text(Changes.set("x.y", "1, \"z\": 2")))
        .contains("{\n    \"y\": \"1, \\\"z\\\": 2\"");
    assertThat(text(Changes.set("x.y", "true}"))).contains("\"y\": \"true}\"");
    assertThat(text(Changes.set("logging", "false"))).contains("\"logging\": false");
  }

  @Test
  void leavesTheTextWhereItSaysSoAlready() throws Exception {
    assertThat(text(Changes.set("limiter.burst", "7"))).isEqualTo(FILE);
    assertThat(text(Changes.unset("limiter.names"))).isEqualTo(FILE);
    assertThat(text(Changes.unset("absent.option"))).isEqualTo(FILE);
    assertThat(text(Changes.enable("welcome"))).isEqualTo(FILE);
    assertThat(text(Changes.order(List.of("welcome")))).isEqualTo(FILE);
  }

  @Test
  void enablesDisablesAndOrders() throws Exception {
    String list = "[\"welcome\", \"limiter\"]";
    assertThat(text(Changes.enable("later")))
        .isEqualTo(FILE.replace(list, "[\"welcome\", \"limiter\", \"later\"]"));
    assertThat(text(Changes.disable("welcome"))).isEqualTo(FILE.replace(list, "[\"limiter\"]"));
    assertThat(text(Changes.order(List.of("limiter"))))
        .isEqualTo(FILE.replace(list, "[\"limiter\", \"welcome\"]"));
    assertThat(text(Changes.enable("a"), "{}")).isEqualTo("{\n  \"extensions\": [\"a\"]\n}");
  }

  @Test
  void refusesWhatMakesNoSense() throws Exception {
    assertThat(refused(Changes.enable("No such name"))).contains("\"No such name\"");
    assertThat(refused(Changes.disable("welcom")))
        .contains("Did you mean \"welcome\"?")
        .contains("Enabled: welcome, limiter.");
    assertThat(refused(Changes.order(List.of("x")))).contains("\"x\" is not enabled.");
    assertThat(refused(Changes.order(List.of("limiter", "limiter")))).contains("twice");
    assertThat(refused(Changes.set("unknown.option", "1"))).contains("no section");
    assertThat(refused(Changes.set("limiter.token", "\"(secret)\""))).contains("(secret)");
    assertThat(refused(Changes.set("x.y", "[".repeat(31) + "]".repeat(31)))).contains("deep");
  }

  @Test
  void changesSeveralAsOne() throws Exception {
    List<Value> values =
        List.of(
            new Value(new OptionPath("limiter", "burst"), Optional.empty()),
            new Value(new OptionPath("limiter", "token"), Optional.of("\"t\"")),
            new Value(new OptionPath("", "extensions"), Optional.of("[\"limiter\"]")));
    assertThat(text(Changes.values(values)))
        .isEqualTo(
            FILE.replace("[\"welcome\", \"limiter\"]", "[\"limiter\"]")
                .replace("{\n    \"burst\": 7\n  }", "{\n    \"token\": \"t\"\n  }"));
  }

  private static String text(Change change) throws Exception {
    return text(change, FILE);
  }

  private static String text(Change change, String file) throws Exception {
    return ((Result.Text) result(change, file)).text();
  }

  private static String refused(Change change) throws Exception {
    return ((Result.Refused) result(change, FILE)).why();
  }

  private static Result result(Change change, String file) throws Exception {
    return change.on(
        new Change.Source(
            file,
            new JsonReader().read(file.getBytes(StandardCharsets.UTF_8)),
            SampleExtensions.installed()));
  }
}
