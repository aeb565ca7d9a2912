package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.configuration.ConfigurationOutcome;
import italk.engine.api.configuration.ConfigurationOutcome.Result;
import italk.engine.api.configuration.ConfigurationVersion;
import italk.engine.api.configuration.KeyChange;
import italk.engine.config.change.Change;
import italk.engine.config.change.Changes;
import italk.engine.config.change.SampleExtensions;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.placeholder.SecretStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes by doors and by Config Admin; polls by hand. */
class FileChangesTest {

  private static final String WELCOME = "italk.extension.welcome";
  private static final String LIMITER = "italk.extension.limiter";
  private static final String FILE =
      """
      {
        "extensions": ["welcome", "limiter"],
        "welcome_message": "one",
        "limiter": {"token": "hush", "burst": 7}
      }
      """;

  @TempDir Path home;

  private final MemoryConfigurationAdmin admin = new MemoryConfigurationAdmin();
  private final RecordingLogger log = new RecordingLogger();
  private boolean allCame = true;
  private Versions versions;
  private FileChanges changes;

  @BeforeEach
  void start() throws IOException {
    write(FILE);
    restart();
  }

  private void restart() {
    Places places = Places.of(Map.of("italk.home", home.toString())::get);
    Reports reports = new Reports(log.logger, () -> 0);
    ConfigFile file = new ConfigFile(places.config());
    ConfigurationWatcher watcher =
        new ConfigurationWatcher(
            file,
            new LastGood(places.data()),
            SampleExtensions::installed,
            () -> allCame,
            new ConfigurationApplier(admin, Runnable::run),
            new BaseLog(admin, places, name -> null),
            new SecretWatch(Interpolation.NONE, it -> new SecretStamp(it, ""), reports),
            reports);
    versions = new Versions(places.data(), reports, () -> Instant.EPOCH);
    ForeignChanges foreign = new ForeignChanges(admin, () -> watcher.snapshot().installed());
    changes = new FileChanges(file, watcher, versions, foreign, () -> allCame, reports);
    changes.poll();
    admin.takeJournal();
    log.takeAll();
  }

  // --- doors ----------------------------------------------------------------------------------

  @Test
  void writesAndIsInForceWhenItAnswers() throws IOException {
    ConfigurationOutcome outcome = set("welcome.message", "two");

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(outcome.changes())
        .extracting(KeyChange::toString)
        .containsExactly("welcome.message: \"one\" -> \"two\"");
    assertThat(file()).hasContent(FILE.replace("one", "two"));
    assertThat(admin.properties(WELCOME)).containsEntry("message", "two");
    assertThat(admin.takeJournal()).containsExactly("write " + WELCOME);
  }

  @Test
  void migratesWithALineForEachKeyAndAVersionOfItsOwn() throws IOException {
    ConfigurationOutcome outcome = changes.change(Changes.migrate(), "ana");

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(outcome.message()).isEqualTo("welcome_message: is welcome.message now.");
    assertThat(outcome.changes()).isEmpty();
    assertThat(file())
        .hasContent(
            """
            {
              "extensions": ["welcome", "limiter"],
              "limiter": {"token": "hush", "burst": 7},
              "welcome": {
                "message": "one"
              }
            }
            """);
    assertThat(admin.takeJournal()).isEmpty();
    assertThat(versions.shown().get(0).who()).isEqualTo("ana");
    assertThat(log.takeAll().toString()).contains("version 2 by ana: no value.");

    assertThat(changes.change(Changes.migrate(), "ana").result()).isEqualTo(Result.UNCHANGED);
    assertThat(changes.undo("ana").result()).isEqualTo(Result.DONE);
    assertThat(file()).hasContent(FILE);
  }

  @Test
  void leadsIntoNoCircle() throws IOException {
    set("welcome.message", "two");
    admin.takeJournal();
    Object written = Files.getAttribute(file(), "unix:ino");

    for (int i = 0; i < 5; i++) {
      changes.configAdminChanged();
      changes.poll();
    }

    assertThat(admin.takeJournal()).isEmpty();
    assertThat(Files.getAttribute(file(), "unix:ino")).isEqualTo(written);
    assertThat(versions.shown()).hasSize(2);
  }

  @Test
  void writesNothingThatIsWrong() throws IOException {
    ConfigurationOutcome outcome = set("limiter.burst", "many");

    assertThat(outcome.result()).isEqualTo(Result.REFUSED);
    assertThat(outcome.firstError().orElseThrow())
        .hasToString("config.json:4:41: limiter.burst: expected a whole number, found \"many\".");
    assertThat(file()).hasContent(FILE);
    assertThat(admin.takeJournal()).isEmpty();
    assertThat(set("limiter.brust", "1").firstError().orElseThrow().message())
        .contains("Did you mean \"burst\"?");
    assertThat(versions.shown()).hasSize(1);
  }

  @Test
  void tellsNoSecretInARefusal() {
    ConfigurationOutcome outcome = set("limiter.token", "[\"psst\"]");
    // Taken as a text, because the option is one.
    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(outcome.toString()).doesNotContain("psst").doesNotContain("hush");
    assertThat(log.takeAll().toString()).doesNotContain("psst").doesNotContain("hush");
    assertThat(versions.shown().toString()).doesNotContain("psst").doesNotContain("hush");
  }

  @Test
  void warnsOfANameThatNobodyHas() {
    ConfigurationOutcome outcome = changes.change(Changes.enable("limitr"), "ana");

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(outcome.findings())
        .singleElement()
        .hasToString(
            "config.json:2:40: extensions: \"limitr\" is not installed: it is active as soon as it"
                + " comes. Did you mean \"limiter\"?");
    assertThat(set("limiter.burst", "8").findings()).isEmpty();
  }

  @Test
  void writesNothingWhereThereIsNothingToDo() throws IOException {
    Object before = Files.getAttribute(file(), "unix:ino");
    assertThat(set("limiter.burst", "7").result()).isEqualTo(Result.UNCHANGED);
    assertThat(Files.getAttribute(file(), "unix:ino")).isEqualTo(before);
  }

  @Test
  void keepsPermissionsAndFollowsALink() throws IOException {
    Path target = home.resolve("elsewhere/real.json");
    Files.createDirectories(target.getParent());
    Files.move(file(), target);
    Files.createSymbolicLink(file(), target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(set("welcome.message", "two").result()).isEqualTo(Result.DONE);

    assertThat(file()).isSymbolicLink();
    assertThat(target).hasContent(FILE.replace("one", "two"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-r--r--");
    try (var files = Files.list(target.getParent())) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void editsWhatSomebodyElseSavedMeanwhile() throws IOException {
    Change set = Changes.set("limiter.burst", "8");
    int[] calls = {0};
    ConfigurationOutcome outcome =
        changes.change(
            source -> {
              if (calls[0]++ == 0) {
                uncheckedWrite(FILE.replace("one", "by hand"));
              }
              return set.on(source);
            },
            "ana");

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(file()).hasContent(FILE.replace("one", "by hand").replace("7", "8"));
    assertThat(versions.shown())
        .extracting(ConfigurationVersion::who)
        .containsExactly("ana", "file", "file");
  }

  @Test
  void givesUpWhereSomebodyElseDoesNotStop() {
    int[] calls = {0};
    ConfigurationOutcome outcome =
        changes.change(
            source -> {
              uncheckedWrite(FILE.replace("one", "by hand " + calls[0]++));
              return Changes.set("limiter.burst", "8").on(source);
            },
            "ana");

    assertThat(outcome.result()).isEqualTo(Result.FAILED);
    assertThat(file()).hasContent(FILE.replace("one", "by hand " + (calls[0] - 1)));
  }

  @Test
  void changesNoFileThatIsWrongOrGone() throws IOException {
    write("{");
    ConfigurationOutcome broken = set("welcome.message", "two");
    assertThat(broken.result()).isEqualTo(Result.REFUSED);
    assertThat(broken.firstError()).isPresent();
    assertThat(file()).hasContent("{");

    Files.delete(file());
    assertThat(set("welcome.message", "two").result()).isEqualTo(Result.FAILED);
    assertThat(file()).doesNotExist();
  }

  @Test
  void mendsAFileByAChange() throws IOException {
    write(FILE.replace("7", "\"x\""));
    assertThat(set("welcome.message", "two").result()).isEqualTo(Result.REFUSED);
    assertThat(set("limiter.burst", "8").result()).isEqualTo(Result.DONE);
    assertThat(admin.properties(LIMITER)).containsEntry("burst", 8);
  }

  @Test
  void saysThatItIsWrittenAndNotInForce() {
    admin.broken = true;
    assertThat(set("welcome.message", "two").result()).isEqualTo(Result.PENDING);
    admin.broken = false;
    changes.poll();
    assertThat(admin.properties(WELCOME)).containsEntry("message", "two");
  }

  // --- history --------------------------------------------------------------------------------

  @Test
  void goesBackFurtherAndFurther() throws IOException {
    set("welcome.message", "two");
    write(FILE.replace("one", "three"));
    changes.poll();
    set("welcome.message", "four");

    assertThat(undo()).isEqualTo("three");
    assertThat(undo()).isEqualTo("two");
    assertThat(undo()).isEqualTo("one");
    assertThat(changes.undo("ana").result()).isEqualTo(Result.REFUSED);
    set("welcome.message", "five");
    assertThat(undo()).isEqualTo("one");
    assertThat(versions.shown())
        .extracting(it -> it.number() + " " + it.who() + " " + it.restored().orElse(0))
        .containsExactly(
            "9 ana 7",
            "8 ana 0",
            "7 ana 1",
            "6 ana 2",
            "5 ana 3",
            "4 ana 0",
            "3 file 0",
            "2 ana 0",
            "1 file 0");
    assertThat(file()).hasContent(FILE);
  }

  private String undo() {
    assertThat(changes.undo("ana").result()).isEqualTo(Result.DONE);
    return String.valueOf(admin.properties(WELCOME).get("message"));
  }

  @Test
  void goesBackAfterARestartToo() throws IOException {
    set("welcome.message", "two");
    write(FILE.replace("one", "while it was off"));
    List<ConfigurationVersion> before = versions.shown();
    restart();

    assertThat(versions.shown()).hasSize(3).endsWith(before.toArray(ConfigurationVersion[]::new));
    assertThat(versions.shown().get(0).who()).isEqualTo("file");
    assertThat(undo()).isEqualTo("two");
    restart();
    assertThat(undo()).isEqualTo("one");
  }

  @Test
  void writesBackWhatIsInForceWhereTheFileIsWrongOrGone() throws IOException {
    write("{ \"my work");
    ConfigurationOutcome outcome = changes.undo("ana");
    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(file()).hasContent(FILE);
    assertThat(home.resolve("data/config-history/refused.json")).hasContent("{ \"my work");
    assertThat(outcome.message()).contains("refused.json");

    Files.delete(file());
    assertThat(changes.undo("ana").result()).isEqualTo(Result.DONE);
    assertThat(file()).hasContent(FILE);
  }

  @Test
  void keepsTheLastFiftyForTheirOwnerOnly() throws IOException {
    for (int i = 0; i < 60; i++) {
      set("limiter.burst", String.valueOf(100 + i));
    }
    assertThat(versions.shown()).hasSize(50);
    assertThat(versions.shown().get(0).number()).isEqualTo(61);
    Path folder = home.resolve("data/config-history");
    try (var files = Files.list(folder)) {
      assertThat(files)
          .hasSize(100)
          .allSatisfy(
              it ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(it)))
                      .isEqualTo("rw-------"));
    }
    assertThat(folder.resolve("000061.version")).content().doesNotContain("hush");
    restart();
    assertThat(versions.shown()).hasSize(50);
  }

  @Test
  void waitsForWhoMayKnowWhatIsSecret() {
    allCame = false;
    set("welcome.message", "two");
    assertThat(versions.shown()).hasSize(1);

    allCame = true;
    changes.poll();
    assertThat(versions.shown()).hasSize(2).first().extracting("who").isEqualTo("ana");
  }

  @Test
  void goesOnWhereTheHistoryCanNotBeKept() throws IOException {
    Files.walk(home.resolve("data/config-history"))
        .sorted(Comparator.reverseOrder())
        .forEach(it -> it.toFile().delete());
    Files.writeString(home.resolve("data/config-history"), "a file, not a folder");

    assertThat(set("welcome.message", "two").result()).isEqualTo(Result.DONE);
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("WARN The history of the configuration can't be kept");
    assertThat(changes.undo("ana").isGood()).isFalse();
  }

  // --- Config Admin ---------------------------------------------------------------------------

  @Test
  void writesBackWhatWasChangedInConfigAdmin() throws IOException {
    foreign(WELCOME, Map.of("message", "console", "max.length", 9));

    assertThat(file())
        .hasContent(
            FILE.replace("one", "console")
                .replace("7}\n", "7},\n  \"welcome\": {\n    \"max_length\": 9\n  }\n"));
    assertThat(admin.properties(WELCOME))
        .containsEntry("message", "console")
        .containsEntry("max.length", 9)
        .containsEntry(".italk.source", "config.json")
        .containsKey("service.ranking");
    assertThat(versions.shown().get(0).who()).isEqualTo("Config Admin");
    assertThat(admin.takeJournal()).containsExactly("write " + WELCOME);

    changes.configAdminChanged();
    changes.poll();
    assertThat(admin.takeJournal()).isEmpty();
    assertThat(versions.shown()).hasSize(2);
  }

  @Test
  void takesOutWhatIsNotInConfigAdminAnyMoreAndLeavesDefaultsOut() throws IOException {
    foreign(LIMITER, Map.of("token", "hush", "names", new String[] {"a", "b"}));
    assertThat(file()).hasContent(FILE.replace(", \"burst\": 7", ""));
    foreign(LIMITER, Map.of("token", "hush", "burst", 5, "names", List.of("x")));
    assertThat(file()).hasContent(FILE.replace(", \"burst\": 7", ", \"names\": [\"x\"]"));
  }

  @Test
  void takesOverNamesAndOrderFromTheEnginesOwnPid() throws IOException {
    Hashtable<String, Object> engine = admin.entries.get("italk.engine").properties;
    Hashtable<String, Object> edited = new Hashtable<>(engine);
    edited.put("extensions", new String[] {"limiter", "welcome"});
    edited.put("listener.queue", 77);
    foreign("italk.engine", edited);

    assertThat(file())
        .content()
        .contains("\"extensions\": [\"limiter\", \"welcome\"]")
        .contains("\"listener_queue\": 77");
    assertThat(admin.properties(LIMITER).get("service.ranking"))
        .isInstanceOfSatisfying(
            Integer.class,
            it ->
                assertThat(it)
                    .isGreaterThan((Integer) admin.properties(WELCOME).get("service.ranking")));
  }

  @Test
  void putsBackWhatIsWrong() throws IOException {
    Map<String, Object> before = admin.properties(LIMITER);
    foreign(LIMITER, Map.of("token", "hush", "burst", "psst", "brust", 1));

    assertThat(file()).hasContent(FILE);
    assertThat(admin.properties(LIMITER)).isEqualTo(before);
    assertThat(log.take())
        .singleElement()
        .asString()
        .contains("limiter.brust: unknown option. Did you mean \"burst\"?")
        .contains("is put back to what config.json says");
    assertThat(versions.shown()).hasSize(1);
  }

  @Test
  void putsBackWhatWasDeletedAndWhatComesFromElsewhere() throws IOException {
    Map<String, Object> before = admin.properties(WELCOME);
    admin.entries.remove(WELCOME);
    changes.configAdminChanged();
    changes.poll();
    assertThat(admin.properties(WELCOME)).isEqualTo(before);
    assertThat(log.take()).singleElement().asString().contains("was deleted in Config Admin");

    foreign(WELCOME, Map.of("message", "one", "service.ranking", 1));
    assertThat(admin.properties(WELCOME)).isEqualTo(before);
    assertThat(log.take()).singleElement().asString().contains("service.ranking");
    assertThat(file()).hasContent(FILE);
  }

  @Test
  void leavesConfigurationsOfOthersAlone() throws IOException {
    foreign("sample.Other", Map.of("a", 1));
    assertThat(admin.properties("sample.Other")).containsOnlyKeys("a");
    assertThat(file()).hasContent(FILE);
    assertThat(log.takeAll()).isEmpty();
  }

  private void foreign(String pid, Map<String, Object> properties) {
    admin.getConfiguration(pid, "?");
    admin.entries.get(pid).properties = new Hashtable<>(properties);
    changes.configAdminChanged();
    changes.poll();
  }

  private ConfigurationOutcome set(String path, String value) {
    return changes.change(Changes.set(path, value), "ana");
  }

  private void uncheckedWrite(String text) {
    try {
      write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private Path file() {
    return home.resolve("config.json");
  }
}
