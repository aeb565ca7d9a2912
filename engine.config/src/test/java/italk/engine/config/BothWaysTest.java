package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.config.change.Change;
import italk.engine.config.change.Changes;
import italk.engine.config.change.SampleExtensions;
import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.placeholder.SecretStamp;
import italk.engine.config.plan.Draft;
import italk.engine.config.plan.Planner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody at once, in any order: file and Config Admin say the same whenever it is quiet. */
class BothWaysTest {

  private static final String LIMITER = "italk.extension.limiter";
  private static final int STEPS = 600;

  @TempDir Path home;

  private final MemoryConfigurationAdmin admin = new MemoryConfigurationAdmin();
  private final RecordingLogger log = new RecordingLogger();
  private final Random random = new Random(7);
  private FileChanges changes;
  private Versions versions;

  @Test
  void fileAndConfigAdminSayTheSame() throws Exception {
    Files.writeString(file(), "{\"extensions\": [\"welcome\", \"limiter\"], \"other\": {}}");
    start();
    for (int step = 0; step < STEPS; step++) {
      act();
      for (int i = 0; i < 3; i++) {
        changes.configAdminChanged();
        changes.poll();
      }
      check(step);
    }
    assertThat(versions.shown()).hasSize(50);
    assertThat(Files.readString(file())).as("an unknown section stays").contains("\"other\": {");
  }

  private void act() throws IOException {
    String number = String.valueOf(random.nextInt(50));
    switch (random.nextInt(9)) {
      case 0 -> changes.change(Changes.set("limiter.burst", number), "ana");
      case 1 -> changes.change(Changes.set("welcome_message", number), "ana");
      case 2 -> changes.change(Changes.unset("limiter.burst"), "ana");
      case 3 -> changes.change(random.nextBoolean() ? Changes.enable("limiter") : disable(), "ana");
      case 4 -> changes.undo("ana");
      case 5 -> foreign(Map.of("burst", random.nextInt(50), "token", number));
      case 6 -> foreign(Map.of("burst", "wrong", "brust", 5));
      case 7 -> byHand(number);
      default -> {
        admin.entries.remove(LIMITER);
        byHand(number);
      }
    }
  }

  private static Change disable() {
    return Changes.disable("limiter");
  }

  private void byHand(String number) throws IOException {
    String text = Files.readString(file());
    Files.writeString(
        file(),
        random.nextBoolean()
            ? text.replaceAll("\"burst\": \\d+", "\"burst\": " + number)
            : text.substring(0, random.nextInt(text.length())));
  }

  private void foreign(Map<String, Object> properties) {
    if (admin.entries.containsKey(LIMITER)) {
      admin.entries.get(LIMITER).properties = new Hashtable<>(properties);
    }
  }

  private void check(int step) throws IOException {
    Draft wanted;
    try {
      wanted =
          Planner.plan(
              new JsonReader().read(Files.readAllBytes(file())),
              SampleExtensions.installed(),
              Map.of());
    } catch (JsonException cutByHand) {
      // Nothing changes until somebody mends it.
      assertThat(changes.undo("ana").isGood()).isTrue();
      check(step);
      return;
    }
    assertThat(wanted.problems()).as("step %d: only what is right is written", step).isEmpty();
    Map<String, Object> options = new HashMap<>();
    if (admin.properties(LIMITER) != null) {
      options.putAll(admin.properties(LIMITER));
      assertThat(options).containsEntry(".italk.source", "config.json");
      options.keySet().removeAll(List.of(".italk.source", "service.ranking", "italk.extension"));
    }
    Map<String, Object> planned =
        new HashMap<>(wanted.plan().extensions().getOrDefault(LIMITER, Map.of()));
    planned.keySet().removeAll(List.of("service.ranking", "italk.extension"));
    assertThat(options).as("step %d", step).isEqualTo(planned);
    admin.takeJournal();
    changes.configAdminChanged();
    changes.poll();
    assertThat(admin.takeJournal()).as("step %d: quiet", step).isEmpty();
  }

  private void start() {
    Places places = Places.of(Map.of("italk.home", home.toString())::get);
    Reports reports = new Reports(log.logger, () -> 0);
    ConfigFile file = new ConfigFile(places.config());
    ConfigurationWatcher watcher =
        new ConfigurationWatcher(
            file,
            new LastGood(places.data()),
            SampleExtensions::installed,
            () -> true,
            new ConfigurationApplier(admin, Runnable::run),
            new BaseLog(admin, places, name -> null),
            new SecretWatch(Interpolation.NONE, it -> new SecretStamp(it, ""), null),
            reports);
    versions = new Versions(places.data(), reports, () -> Instant.EPOCH);
    ForeignChanges foreign = new ForeignChanges(admin, () -> watcher.snapshot().installed());
    changes = new FileChanges(file, watcher, versions, foreign, () -> true, reports);
    changes.poll();
  }

  private Path file() {
    return home.resolve("config.json");
  }
}
