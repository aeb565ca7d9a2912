package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.placeholder.Interpolated;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.placeholder.SecretStamp;
import italk.engine.config.plan.Draft;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Installed.InstalledExtension;
import italk.engine.config.plan.ObjectClass;
import italk.engine.config.plan.Option;
import italk.engine.config.plan.OptionType;
import italk.engine.config.plan.Planner;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

/** Polls by hand: what matters is what each look at the file and the bundles brings about. */
class ConfigurationWatcherTest {

  private static final String ENGINE = "italk.engine";
  private static final String A = "italk.extension.a";
  private static final String B = "italk.extension.b";

  @TempDir Path home;

  private final MemoryConfigurationAdmin admin = new MemoryConfigurationAdmin();
  private final RecordingLogger log = new RecordingLogger();
  private final List<InstalledExtension> extensions = new ArrayList<>();
  private boolean allCame = true;
  private boolean bundlesUnreadable;
  private long nanoTime;
  private ConfigurationWatcher watcher;

  // Of the one secret file, which the test's placeholder names.
  private String secretState = "1";
  private String secret = "s3cret";
  private final Interpolation interpolation =
      template ->
          secret == null
              ? new Interpolated.Failure("there is no file")
              : new Interpolated.Value(
                  List.of(secret), true, Set.of(new SecretStamp("key", secretState)));

  @BeforeEach
  void start() {
    restart();
  }

  // --- files ----------------------------------------------------------------------------------

  @Test
  void takesOverTheOriginalsFile() throws IOException {
    install("welcome", "message");
    try (InputStream in = getClass().getResourceAsStream("/original-config.json")) {
      Files.copy(in, file());
    }
    watcher.poll();

    assertThat(admin.properties("italk.extension.welcome"))
        .containsEntry("message", "Bienvenue sur le serveur !")
        .containsEntry("service.ranking", 10_000)
        .containsEntry(".italk.source", "config.json");
    assertThat((String[]) admin.properties(ENGINE).get("extensions")).hasSize(7);
    assertThat(admin.entries.get(ENGINE).location).isEqualTo("?");
  }

  @Test
  void takesOverAChangeThatKeepsSizeAndTime() throws IOException {
    install("a", "text");
    write("{\"extensions\":[\"a\"],\"a\":{\"text\":\"1\"}}");
    watcher.poll();
    FileTime time = Files.getLastModifiedTime(file());

    write("{\"extensions\":[\"a\"],\"a\":{\"text\":\"2\"}}");
    Files.setLastModifiedTime(file(), time);
    watcher.poll();

    assertThat(admin.properties(A)).containsEntry("text", "2");
  }

  @Test
  void takesOverAReplacementBehindASymbolicLink() throws IOException {
    install("a", "text");
    Path one =
        Files.writeString(home.resolve("1"), "{\"extensions\":[\"a\"],\"a\":{\"text\":\"1\"}}");
    Path two =
        Files.writeString(home.resolve("2"), "{\"extensions\":[\"a\"],\"a\":{\"text\":\"2\"}}");
    Files.createSymbolicLink(file(), one);
    watcher.poll();
    assertThat(admin.properties(A)).containsEntry("text", "1");

    Path link = Files.createSymbolicLink(home.resolve("link"), two);
    Files.move(link, file(), StandardCopyOption.ATOMIC_MOVE);
    watcher.poll();
    assertThat(admin.properties(A)).containsEntry("text", "2");
  }

  @Test
  void keepsEverythingWhereAFileIsWrongAndSaysItOnce() throws IOException {
    install("a", "text");
    write("{\"extensions\":[\"a\"],\"a\":{\"text\":\"1\"}}");
    polls(3);
    admin.takeJournal();
    log.take();

    write("{\"extensions\":[\"a\"],\n\"a\":{\"txt\":\"2\", \"text\": 5}}");
    polls(5);

    assertThat(admin.takeJournal()).isEmpty();
    assertThat(log.take())
        .containsExactly(
            """
            ERROR config.json:2:6: a.txt: unknown option. Did you mean "text"? Options of a: text, failure_policy, timeout_ms.
            config.json:2:25: a.text: expected a text, found 5.
            Nothing was changed; the last good configuration stays.""");

    write("{\"extensions\":[\"a\"],\"a\":{\"text\":\"1\"}}");
    polls(2);
    assertThat(admin.takeJournal()).isEmpty();
    assertThat(log.takeAll()).containsExactly("INFO config.json is right again.");

    write("{");
    polls(3);
    assertThat(log.take()).hasSize(1);

    write("{\"extensions\":[\"a\"], \"a\":{\"text\":\"1\"}}");
    polls(2);
    assertThat(log.takeAll()).containsExactly("INFO config.json is right again.");
  }

  @Test
  void saysNothingOfAFileThatIsBeingWritten() throws IOException {
    String whole = "{\"extensions\":[\"a\"],\"a\":{\"text\":\"long enough\"}}";
    install("a", "text");
    write("{\"extensions\":[]}");
    watcher.poll();
    for (int length = 0; length < whole.length(); length++) {
      write(whole.substring(0, length));
      watcher.poll();
    }
    write(whole);
    watcher.poll();

    assertThat(admin.properties(A)).containsEntry("text", "long enough");
    assertThat(log.take()).isEmpty();
  }

  @Test
  void keepsEverythingWhereTheFileGoes() throws IOException {
    install("a", "text");
    write("{\"extensions\":[\"a\"]}");
    watcher.poll();
    admin.takeJournal();

    Files.delete(file());
    polls(4);

    assertThat(admin.takeJournal()).isEmpty();
    assertThat(log.take())
        .containsExactly(
            "ERROR "
                + file()
                + " is missing. Nothing was changed; the last good configuration stays.");
  }

  @Test
  void startsWithoutAFileAndTakesItWhenItComes() throws IOException {
    install("a", "text");
    polls(3);

    assertThat((String[]) admin.properties(ENGINE).get("extensions")).isEmpty();
    assertThat(log.take())
        .containsExactly(
            "ERROR "
                + file()
                + " is missing. There is no last good configuration either: starting without any"
                + " extension, with the defaults. Mend or write "
                + file()
                + ": it is taken over at once.");

    write("{\"extensions\":[\"a\"]}");
    watcher.poll();
    assertThat(admin.properties(A)).isNotNull();
  }

  @Test
  void saysThatAFolderIsNoFile() throws IOException {
    Files.createDirectory(file());
    polls(3);

    assertThat(log.take()).singleElement().asString().contains("can't be read: it is a folder.");
  }

  // --- the last good one ----------------------------------------------------------------------

  @Test
  void startsWithTheLastGoodOneWhereTheFileIsBroken() throws IOException {
    install("a", "text");
    write("{\"extensions\":[\"a\"],\"a\":{\"text\":\"good\"}}");
    watcher.poll();
    write("{\"extensions\":[\"a\"],\"a\":{\"text\":");
    polls(2);
    log.take();

    admin.entries.clear();
    restart();
    polls(3);

    assertThat(admin.properties(A)).containsEntry("text", "good");
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("ERROR config.json:1:33: this is not JSON: ")
        .endsWith(" The last good configuration is used instead: " + lastGood() + ".");
    assertThat(Files.readString(file())).endsWith(":");
  }

  @Test
  void savesTheLastGoodOneForItsOwnerOnly() throws IOException {
    write("{\"extensions\":[]}");
    watcher.poll();

    assertThat(lastGood()).hasContent("{\"extensions\":[]}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lastGood())))
        .isEqualTo("rw-------");
    assertThat(home.resolve("data")).isDirectoryContaining("glob:**/config.last-good.json");
    try (var files = Files.list(home.resolve("data"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void doesNotSaveWhatWasNotCheckedAgainstAllBundles() throws IOException {
    allCame = false;
    write("{\"extensions\":[\"a\"],\"a\":{\"text\":5}}");
    watcher.poll();
    assertThat(lastGood()).doesNotExist();

    install("a", "text");
    allCame = true;
    polls(2);
    assertThat(lastGood()).doesNotExist();

    write("{\"extensions\":[\"a\"],\"a\":{\"text\":\"5\"}}");
    watcher.poll();
    assertThat(lastGood()).exists();
  }

  @Test
  void saysWhereTheLastGoodOneCannotBeSavedOrRead() throws IOException {
    Files.writeString(home.resolve("data"), "a file, not a folder");
    write("{\"extensions\":[]}");
    polls(3);
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("WARN The last good configuration can't be saved as " + lastGood());

    Files.delete(home.resolve("data"));
    Files.createDirectory(home.resolve("data"));
    Files.writeString(lastGood(), "{");
    Files.delete(file());
    restart();
    polls(3);
    assertThat(log.take()).hasSize(2).first().asString().startsWith("ERROR " + lastGood() + ":1:");
  }

  // --- bundles --------------------------------------------------------------------------------

  @Test
  void configuresAnExtensionWhenItComesAndForgetsItWhenItGoes() throws IOException {
    write("{\"extensions\":[\"a\"],\"a\":{\"text\":\"1\"}}");
    watcher.poll();
    assertThat(admin.properties(A)).isNull();
    assertThat(log.take()).singleElement().asString().contains("enabled but not installed");

    install("a", "text");
    polls(2);
    assertThat(admin.properties(A)).containsEntry("text", "1");

    extensions.clear();
    watcher.bundlesChanged();
    watcher.poll();
    assertThat(admin.properties(A)).isNull();
    assertThat((String[]) admin.properties(ENGINE).get("extensions")).containsExactly("a");
  }

  @Test
  void saysNothingOfMissingExtensionsBeforeAllCame() throws IOException {
    allCame = false;
    write("{\"extensions\":[\"a\"],\"a\":{\"text\":\"1\"}}");
    polls(3);
    assertThat(log.take()).isEmpty();

    allCame = true;
    polls(3);
    assertThat(log.take()).hasSize(1);
  }

  @Test
  void givesNoConfigurationToABundleThatItsSectionDoesNotFit() throws IOException {
    install("b", "text");
    write("{\"extensions\":[\"a\",\"b\"],\n\"a\":{\"text\":5}}");
    watcher.poll();
    log.take();
    admin.takeJournal();

    install("a", "text");
    polls(3);

    assertThat(admin.takeJournal()).isEmpty();
    assertThat(admin.properties(A)).isNull();
    assertThat(admin.properties(B)).isNotNull();
    assertThat(log.take())
        .containsExactly(
            "ERROR config.json:2:13: a.text: expected a text, found 5. What belongs to it gets no"
                + " configuration until this is mended; everything else stays.");

    write("{\"extensions\":[\"a\",\"b\"],\n\"a\":{\"text\":\"5\"}}");
    watcher.poll();
    assertThat(admin.properties(A)).containsEntry("text", "5");
  }

  @Test
  void takesARefusedFileWhenTheBundleThatItFitsComes() throws IOException {
    install("a", "text");
    write("{\"extensions\":[\"a\"]}");
    watcher.poll();
    write("{\"extensions\":[\"a\"],\"a\":{\"colour\":\"red\"}}");
    polls(2);
    assertThat(log.take()).hasSize(1);

    extensions.clear();
    install("a", "colour");
    watcher.poll();
    assertThat(admin.properties(A)).containsEntry("colour", "red");
  }

  @Test
  void looksAgainWhereTheBundlesCouldNotBeRead() throws IOException {
    write("{\"extensions\":[\"a\"]}");
    watcher.poll();
    install("a", "text");
    bundlesUnreadable = true;
    assertThatThrownBy(watcher::poll).hasMessage("test");

    bundlesUnreadable = false;
    watcher.poll();
    assertThat(admin.properties(A)).isNotNull();
  }

  // --- only what changed, in order ------------------------------------------------------------

  @Test
  void touchesOnlyWhatChanged() throws IOException {
    install("a", "text");
    install("b", "text");
    write("{\"extensions\":[\"a\",\"b\"],\"a\":{\"text\":\"1\"}}");
    watcher.poll();
    assertThat(admin.takeJournal()).containsExactly("write " + A, "write " + B, "write " + ENGINE);

    write("{\"extensions\":[\"a\",\"b\"],\"a\":{\"text\":\"2\"}}");
    polls(3);
    assertThat(admin.takeJournal()).containsExactly("write " + A);

    write("{\"logging\":true, \"extensions\":[\"a\",\"b\"],\"a\":{\"text\":\"2\"}}");
    watcher.bundlesChanged();
    polls(3);
    assertThat(admin.takeJournal()).isEmpty();
  }

  @Test
  void tellsTheEngineFirstWhereANameGoes() throws IOException {
    install("a", "text");
    install("b", "text");
    write("{\"extensions\":[\"a\",\"b\"]}");
    watcher.poll();
    admin.takeJournal();

    write("{\"extensions\":[\"b\"]}");
    watcher.poll();
    assertThat(admin.takeJournal()).containsExactly("write " + ENGINE, "delete " + A);

    write("{\"extensions\":[\"a\",\"b\"]}");
    watcher.poll();
    assertThat(admin.takeJournal()).containsExactly("write " + A, "write " + ENGINE);
  }

  @Test
  void deletesAtStartWhatTheFileNoLongerSays() throws IOException {
    install("a", "text");
    write("{\"extensions\":[\"a\"]}");
    watcher.poll();
    admin
        .getConfiguration("somebody.elses", "?")
        .updateIfDifferent(new Hashtable<>(Map.of("a", 1)));
    admin.takeJournal();

    write("{\"extensions\":[]}");
    restart();
    watcher.poll();

    assertThat(admin.takeJournal()).containsExactly("write " + ENGINE, "delete " + A);
    assertThat(admin.properties("somebody.elses")).isNotNull();
  }

  @Test
  void triesAgainWhereConfigAdminCannotWrite() throws IOException {
    install("a", "text");
    admin.broken = true;
    write("{\"extensions\":[\"a\"]}");
    polls(3);
    assertThat(log.take())
        .containsExactly(
            """
            ERROR The configuration italk.extension.a can't be written: java.io.IOException: No space left on device
            The configuration italk.engine can't be written: java.io.IOException: No space left on device
            It will be tried again until it works.""");

    admin.broken = false;
    watcher.poll();
    assertThat(admin.properties(A)).isNotNull();
    assertThat(log.take()).isEmpty();
  }

  @Test
  void isNeverHalfWay() throws IOException {
    install("a", "text");
    install("b", "text");
    String good =
        "{\"extensions\":[\"a\",\"b\"],\"a\":{\"text\":\"%1$d\"},\"b\":{\"text\":\"%1$d\"}}";
    write(String.format(good, 0));
    watcher.poll();
    Random random = new Random(7);
    for (int i = 1; i < 1_000; i++) {
      StringBuilder mutated = new StringBuilder(String.format(good, i));
      for (int change = random.nextInt(3); change > 0; change--) {
        mutated.setCharAt(random.nextInt(mutated.length()), (char) (32 + random.nextInt(96)));
      }
      mutated.setLength(
          random.nextInt(4) == 0 ? random.nextInt(mutated.length()) : mutated.length());
      Object before = state();
      write(mutated.toString());
      watcher.poll();
      watcher.poll();
      assertThat(state()).isEqualTo(expected(mutated.toString(), before));
    }
    write(String.format(good, 1_000));
    watcher.poll();
    assertThat(admin.properties(A)).containsEntry("text", "1000");
    assertThat(admin.properties(B)).containsEntry("text", "1000");
  }

  // --- the base log ---------------------------------------------------------------------------

  @Test
  void withoutLoggingOnlyErrorsAreInTheBaseLogAndOthersKeysAreLeft() throws IOException {
    Files.createDirectory(home.resolve("conf"));
    Files.writeString(
        home.resolve("conf/logging.properties"),
        """
        log4j2.rootLogger.level = ${italk.console.level}
        log4j2.rootLogger.other = ${italk.unknown}
        log4j2.appender.file.type = File
        log4j2.appender.file.fileName = ${italk.log}/italk.log
        log4j2.appender.file.filter.threshold.type = ThresholdFilter
        log4j2.appender.console.filter.threshold.type = ThresholdFilter
        log4j2.appender.console.filter.threshold.level = WARN
        """);
    admin
        .getConfiguration(BaseLog.PID, "?")
        .updateIfDifferent(
            new Hashtable<>(Map.of("log4j2.appender.advanced_logging.type", "File")));
    write("{\"extensions\":[], \"logging\": false}");
    watcher.poll();

    assertThat(admin.properties(BaseLog.PID))
        .containsEntry("log4j2.rootLogger.level", "WARN")
        .containsEntry("log4j2.rootLogger.other", "${italk.unknown}")
        .containsEntry("log4j2.appender.file.fileName", home.resolve("log") + "/italk.log")
        .containsEntry("log4j2.appender.file.filter.threshold.level", "ERROR")
        .containsEntry("log4j2.appender.console.filter.threshold.level", "ERROR")
        .containsEntry("log4j2.appender.advanced_logging.type", "File");

    write("{\"extensions\":[], \"logging\": true}");
    watcher.poll();
    assertThat(admin.properties(BaseLog.PID))
        .containsEntry("log4j2.appender.file.filter.threshold.level", "INFO")
        .containsEntry("log4j2.appender.console.filter.threshold.level", "WARN")
        .hasSize(9);
  }

  @Test
  void leavesPaxLoggingAloneWhereThereIsNoBaseFile() throws IOException {
    write("{\"extensions\":[], \"logging\": false}");
    watcher.poll();

    assertThat(admin.entries).doesNotContainKey(BaseLog.PID);
  }

  // --- secret files ---------------------------------------------------------------------------

  @Test
  void tellsTheComponentWhereOnlyASecretFileChanged() throws IOException {
    install("a", "text");
    install("b", "text");
    write(
        "{\"extensions\":[\"a\",\"b\"],\"a\":{\"text\":\"$[secret:key]\"},\"b\":{\"text\":\"b\"}}");
    watcher.poll();
    watcher.poll();
    assertThat(admin.properties(A)).containsEntry("text", "$[secret:key]");
    admin.takeJournal();

    secretState = "2";
    watcher.poll();
    assertThat(admin.takeJournal()).as("it may be half written").isEmpty();
    watcher.poll();
    watcher.poll();

    assertThat(admin.takeJournal()).singleElement().asString().contains(A);
    assertThat(admin.properties(A)).containsEntry("text", "$[secret:key]");
    assertThat(log.takeAll()).isNotEmpty().noneMatch(it -> it.contains("s3cret"));
  }

  @Test
  void keepsAConfigurationWhoseSecretFileGoesAndSaysItOnce() throws IOException {
    install("a", "text");
    write("{\"extensions\":[\"a\"],\"a\":{\"text\":\"$[secret:key]\"}}");
    watcher.poll();
    watcher.poll();
    admin.takeJournal();

    secret = null;
    secretState = SecretStamp.MISSING;
    watcher.poll();
    watcher.poll();
    watcher.poll();

    assertThat(admin.takeJournal()).isEmpty();
    assertThat(log.take())
        .singleElement()
        .asString()
        .contains("config.json:1:33: a.text", "$[secret:key], and there is no file")
        .contains("It is not taken over; the value before stays.");

    secret = "other";
    secretState = "3";
    watcher.poll();
    watcher.poll();
    assertThat(admin.takeJournal()).singleElement().asString().contains(A);
  }

  @Test
  void configuresAnExtensionWhenItsSecretFileComes() throws IOException {
    secret = null;
    write("{\"extensions\":[\"a\"],\n\"a\":{\"text\":\"$[secret:key]\"}}");
    watcher.poll();
    install("a", "text");
    watcher.poll();
    assertThat(admin.entries).doesNotContainKey(A);

    secret = "s3cret";
    watcher.poll();

    assertThat(admin.properties(A)).containsEntry("text", "$[secret:key]");
    assertThat(log.takeAll()).isNotEmpty().noneMatch(it -> it.contains("s3cret"));
  }

  // --- how it is set up -----------------------------------------------------------------------

  private void restart() {
    Map<String, String> properties =
        Map.of("italk.home", home.toString(), "italk.console.level", "WARN");
    Places places = Places.of(properties::get);
    Reports reports = new Reports(log.logger, () -> nanoTime);
    watcher =
        new ConfigurationWatcher(
            new ConfigFile(places.config()),
            new LastGood(places.data()),
            this::look,
            () -> allCame,
            new ConfigurationApplier(admin, Runnable::run),
            new BaseLog(admin, places, properties::get),
            new SecretWatch(interpolation, it -> new SecretStamp(it, secretState), reports),
            reports);
  }

  private Installed look() {
    if (bundlesUnreadable) {
      throw new IllegalStateException("test");
    }
    return new Installed(extensions, List.of());
  }

  private void install(String name, String option) {
    Option text =
        new Option(
            option,
            OptionType.TEXT,
            0,
            List.of(),
            Optional.<BigDecimal>empty(),
            Optional.<BigDecimal>empty(),
            false);
    ObjectClass objectClass = new ObjectClass("italk.extension." + name, List.of(text));
    extensions.add(
        new InstalledExtension(
            name, extensions.size() + 1, Version.emptyVersion, true, "x", List.of(objectClass)));
    watcher.bundlesChanged();
  }

  /** What a file that is right says; what was before where it is wrong. */
  private Object expected(String text, Object before) {
    try {
      JsonObject document = new JsonReader().read(text.getBytes(StandardCharsets.UTF_8));
      Draft draft = Planner.plan(document, look(), Map.of());
      return draft.problems().isEmpty()
          ? List.of(
              text(draft.plan().extensions().get(A)),
              text(draft.plan().extensions().get(B)),
              draft.plan().enabled())
          : before;
    } catch (JsonException e) {
      return before;
    }
  }

  private static String text(Map<String, Object> properties) {
    return properties == null ? "none" : String.valueOf(properties.get("text"));
  }

  private Object state() {
    return List.of(
        text(admin.properties(A)),
        text(admin.properties(B)),
        List.of((String[]) admin.properties(ENGINE).get("extensions")));
  }

  private void polls(int count) {
    for (int i = 0; i < count; i++) {
      watcher.poll();
    }
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private Path file() {
    return home.resolve("config.json");
  }

  private Path lastGood() {
    return home.resolve("data/config.last-good.json");
  }
}
