package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.config.JarOptionCheck.Snapshot;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.placeholder.SecretStamp;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Installed.InstalledExtension;
import italk.engine.config.plan.ObjectClass;
import italk.engine.config.plan.Option;
import italk.engine.config.plan.OptionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

/** What the steps of an update bring about in Config Admin and in the log, one after the other. */
class OperationTest {

  private static final String PID = "italk.extension.a";

  @TempDir Path home;

  private final MemoryConfigurationAdmin admin = new MemoryConfigurationAdmin();
  private final RecordingLogger log = new RecordingLogger();
  private final List<InstalledExtension> extensions = new ArrayList<>();
  private long nanoTime;
  private ConfigurationWatcher watcher;

  @BeforeEach
  void run() throws IOException {
    Places places = Places.of(Map.of("italk.home", home.toString())::get);
    watcher =
        new ConfigurationWatcher(
            new ConfigFile(places.config()),
            new LastGood(places.data()),
            () -> new Installed(extensions, List.of()),
            () -> true,
            new ConfigurationApplier(admin, Runnable::run),
            new BaseLog(admin, places, name -> null),
            new SecretWatch(Interpolation.NONE, it -> new SecretStamp(it, ""), null),
            new Reports(log.logger, () -> nanoTime));
    Files.writeString(places.config(), "{\"extensions\":[\"a\"],\n\"a\":{\"burst\":5}}");
  }

  @Test
  void aVersionWithTheSamePidIsPutInWithoutTouchingAnything() {
    install(old(PID, OptionType.INTEGER));
    Map<String, Object> before = admin.properties(PID);

    install(young(PID, OptionType.INTEGER));
    start(1, false);
    start(2, true);
    uninstall(1);

    assertThat(admin.takeJournal()).isEmpty();
    assertThat(admin.properties(PID)).isEqualTo(before).containsEntry("burst", 5);
    assertThat(log.takeAll()).isEmpty();
  }

  @Test
  void aVersionWithAnotherPidFindsItsConfigurationBeforeItStarts() {
    install(old(PID, OptionType.INTEGER));

    install(young("b", OptionType.DOUBLE));
    assertThat(admin.takeJournal()).containsExactly("write b");
    assertThat(admin.properties("b")).containsEntry("burst", 5.0);
    start(1, false);
    start(2, true);
    assertThat(admin.takeJournal()).isEmpty();
    uninstall(1);
    assertThat(admin.takeJournal()).containsExactly("delete " + PID);
    assertThat(log.take()).isEmpty();
  }

  @Test
  void aVersionThatFailsLeavesNoTrace() {
    install(old(PID, OptionType.INTEGER));
    Map<String, Object> before = admin.properties(PID);

    install(young("b", OptionType.DOUBLE));
    start(1, false);
    start(2, true);
    start(2, false);
    uninstall(2);
    start(1, true);

    assertThat(admin.takeJournal()).containsExactly("write b", "delete b");
    assertThat(admin.properties(PID)).isEqualTo(before);
    assertThat(admin.properties("b")).isNull();
    assertThat(log.take()).isEmpty();
  }

  @Test
  void aVersionThatTheSectionDoesNotFitChangesNothingAsLongAsTheOldOneRuns() {
    install(old(PID, OptionType.INTEGER));
    Map<String, Object> before = admin.properties(PID);

    install(young(PID, OptionType.BOOLEAN));
    nanoTime += Duration.ofHours(1).toNanos();
    polls(3);
    uninstall(2);

    assertThat(admin.takeJournal()).isEmpty();
    assertThat(admin.properties(PID)).isEqualTo(before);
    assertThat(log.takeAll()).isEmpty();
  }

  @Test
  void aVersionThatTheSectionDoesNotFitGetsNoConfigurationAndTheOldOneHasItsOwnAgain() {
    install(old(PID, OptionType.INTEGER));
    Map<String, Object> before = admin.properties(PID);

    install(young(PID, OptionType.BOOLEAN));
    start(1, false);
    start(2, true);
    assertThat(admin.properties(PID)).isNull();
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("ERROR config.json:2:14: a.burst: expected true or false, found 5.");

    start(2, false);
    start(1, true);
    uninstall(2);
    assertThat(admin.properties(PID)).isEqualTo(before);
    assertThat(log.take()).isEmpty();
  }

  @Test
  void theWayBackToALowerVersionLeadsThroughTheSameSteps() {
    install(bundle(1, "2.0.0", true, PID, OptionType.INTEGER));

    install(bundle(2, "1.0.0", false, "b", OptionType.DOUBLE));
    assertThat(admin.takeJournal()).containsExactly("write b");
    start(1, false);
    start(2, true);
    uninstall(1);
    assertThat(admin.takeJournal()).containsExactly("delete " + PID);
    assertThat(log.take()).isEmpty();
  }

  @Test
  void twoThatAreStartedAreSaidOnceWhereItLasts() {
    install(old(PID, OptionType.INTEGER));
    install(young(PID, OptionType.INTEGER));
    start(2, true);
    nanoTime += Duration.ofSeconds(9).toNanos();
    polls(3);
    assertThat(log.take()).isEmpty();

    nanoTime += Duration.ofSeconds(1).toNanos();
    polls(3);
    assertThat(log.take())
        .containsExactly(
            "WARN config.json:1:16: a: two started bundles are this extension: bundle 2 (2.0.0)"
                + " counts, bundle 1 (1.0.0) does not. Uninstall one of them.");
  }

  @Test
  void aSnapshotTellsWhatIsInForceAndNotWhatIsRefused() throws IOException {
    assertThat(watcher.snapshot()).isEqualTo(new Snapshot(InForce.NOTHING, Installed.NOTHING));
    install(old(PID, OptionType.INTEGER));
    Snapshot before = watcher.snapshot();
    assertThat(before.inForce().file()).isEqualTo("config.json");
    assertThat(before.inForce().document().members()).containsOnlyKeys("extensions", "a");
    assertThat(before.installed().extensions()).isEqualTo(extensions);

    Files.writeString(home.resolve("config.json"), "{");
    polls(3);
    assertThat(watcher.snapshot()).isEqualTo(before);
  }

  // --- the steps ------------------------------------------------------------------------------

  private void install(InstalledExtension bundle) {
    extensions.add(bundle);
    look();
    if (extensions.size() == 1) {
      admin.takeJournal();
      log.takeAll();
    }
  }

  private void start(long id, boolean started) {
    extensions.replaceAll(
        it ->
            it.bundleId() != id
                ? it
                : new InstalledExtension(
                    it.name(), id, it.version(), started, it.component(), it.objectClasses()));
    look();
  }

  private void uninstall(long id) {
    extensions.removeIf(it -> it.bundleId() == id);
    look();
  }

  private void look() {
    watcher.bundlesChanged();
    polls(2);
  }

  private void polls(int count) {
    for (int i = 0; i < count; i++) {
      watcher.poll();
    }
  }

  private static InstalledExtension old(String pid, OptionType burst) {
    return bundle(1, "1.0.0", true, pid, burst);
  }

  private static InstalledExtension young(String pid, OptionType burst) {
    return bundle(2, "2.0.0", false, pid, burst);
  }

  private static InstalledExtension bundle(
      long id, String version, boolean started, String pid, OptionType burst) {
    Option option =
        new Option("burst", burst, 0, List.of(), Optional.empty(), Optional.empty(), false);
    return new InstalledExtension(
        "a",
        id,
        Version.valueOf(version),
        started,
        "sample.A",
        List.of(new ObjectClass(pid, List.of(option))));
  }
}
