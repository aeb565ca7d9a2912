package italk.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Outcome.Result;
import italk.engine.deploy.folder.ErrorFile;
import italk.engine.deploy.swap.example.FailsInStart;
import italk.engine.deploy.trust.Signers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs after the engine was started anew in the same home. */
class RestartTest {

  private static final Map<String, String> M = TestEngine.extension("m");
  private static final Map<String, Object> SIGNED = Map.of("signed__only", true);

  @TempDir Path home;

  private TestEngine engine;
  private Path folder;
  private ExtensionOperations operations;

  @BeforeEach
  void prepare() throws Exception {
    folder = Files.createDirectories(home.toRealPath().resolve("extensions"));
    start(Map.of());
  }

  private void start(Map<String, ?> options) throws Exception {
    engine = new TestEngine(home);
    operations = engine.operations(options);
  }

  @AfterEach
  void stop() throws Exception {
    operations.deactivate();
    engine.stop();
  }

  @Test
  void whatWasAskedForByNameRunsAgain() throws Exception {
    operations.update(engine.jar("a", "1.0.0", M));
    operations.update(engine.jar("a", "2.0.0", M));
    operations.update(engine.jar("b", "1.0.0", Map.of()));
    operations.rollback("m");
    stop();
    start(Map.of());
    assertThat(engine.bundles()).containsExactlyInAnyOrder("a 1.0.0 ACTIVE", "b 1.0.0 ACTIVE");
    assertThat(operations.versions("m")).hasSize(2);
    assertThat(operations.rollback("m", "2.0.0").result()).isEqualTo(Result.DONE);
  }

  @Test
  void theLastGoodRunsWhereTheJarDoesNotBecomeActive() throws Exception {
    Path file = good();
    stop();
    overwrite(file, engine.jar("a", "2.0.0", M));
    engine = new TestEngine(home);
    engine.fake.inactive.put("a 2.0.0", "waits for a service");
    operations = engine.operations(Map.of());

    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");
    assertThat(ErrorFile.of(file))
        .content()
        .contains("waits for a service")
        .contains("1.0.0, the version before, runs on");
    Outcome outcome = operations.recent().get(0);
    assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
    assertThat(operations.versions("m")).hasSize(1);

    // A better one may follow.
    overwrite(file, engine.jar("a", "3.0.0", M));
    operations.look(file);
    assertThat(engine.bundles()).containsExactly("a 3.0.0 ACTIVE");
    assertThat(ErrorFile.of(file)).doesNotExist();
  }

  @Test
  void aRefusedJarThatIsToldLateIsNotTriedAgainAndOneThatIsTouchedIs() throws Exception {
    Path file = good();
    stop();
    overwrite(file, engine.jar("a", "2.0.0", M));
    engine = new TestEngine(home);
    engine.fake.inactive.put("a 2.0.0", "waits for a service");
    operations = engine.operations(Map.of());
    engine.fake.inactive.clear();

    operations.look(file);
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");

    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    operations.look(file);
    assertThat(engine.bundles()).containsExactly("a 2.0.0 ACTIVE");
  }

  @Test
  void theLastGoodRunsWhereTheJarDoesNotStartOrIsDamaged() throws Exception {
    Path file = good();
    stop();
    overwrite(file, engine.jar("a", "2.0.0", M, FailsInStart.class));
    start(Map.of());
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");
    assertThat(ErrorFile.of(file)).content().contains("no port");

    stop();
    Files.writeString(file, "half");
    start(Map.of());
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");
    assertThat(ErrorFile.of(file)).content().contains("not a whole jar");
    assertThat(operations.versions("m")).hasSize(1);
  }

  @Test
  void oneThatIsBadAndHasNothingBeforeItStaysAndSaysSo() throws Exception {
    stop();
    Files.copy(engine.jar("a", "1.0.0", M), folder.resolve("a.jar"));
    engine = new TestEngine(home);
    engine.fake.inactive.put("a 1.0.0", "waits for a service");
    operations = engine.operations(Map.of());
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");
    assertThat(operations.recent().get(0).result()).isEqualTo(Result.FAILED);
    assertThat(operations.recent().get(0).cause()).contains("installed, but not active");
  }

  @Test
  void forgetsWhatWasDeletedAndRemembersWhatIsOnlyMissingSomething() throws Exception {
    Path a = good();
    Path library = folder.resolve("lib.jar");
    Path user = folder.resolve("user.jar");
    overwrite(library, engine.jar("lib", "1.0.0", Map.of("Export-Package", "x")));
    operations.look(library);
    overwrite(user, engine.jar("user", "1.0.0", Map.of("Import-Package", "x")));
    operations.look(user);
    stop();
    Files.delete(a);
    Path away = Files.move(library, home.resolve("lib.jar"));
    start(Map.of());
    assertThat(engine.bundles()).isEmpty();
    assertThat(home.resolve("data/extensions/a")).doesNotExist();
    assertThat(home.resolve("data/extensions/user")).exists();

    Files.move(away, library);
    operations.look(library);
    assertThat(engine.bundles()).containsExactly("lib 1.0.0 ACTIVE", "user 1.0.0 ACTIVE");
  }

  @Test
  void anotherRunOfTheComponentTakesOverAndUpdates() throws Exception {
    Path file = good();
    operations.deactivate();
    operations = engine.operations(Map.of());
    engine.fake.asked.clear();
    operations.look(file);
    assertThat(engine.fake.asked).isEmpty();
    assertThat(operations.update(engine.jar("a", "2.0.0", M)).result()).isEqualTo(Result.DONE);
    assertThat(engine.bundles()).containsExactly("a 2.0.0 ACTIVE");

    // A copy that is of no use: what lies in the folder counts.
    operations.deactivate();
    Files.writeString(home.resolve("data/extensions/a/ran-2-2.0.0.jar"), "damaged");
    operations = engine.operations(Map.of());
    assertThat(engine.bundles()).containsExactly("a 2.0.0 ACTIVE");
  }

  @Test
  void whereOnlySignedJarsAreLetInNoDoorTakesAnother() throws Exception {
    Signers signers = new Signers(Files.createDirectories(home.resolve("keys")));
    signers.key("ada");
    Path trusted = Files.createDirectories(home.resolve("conf/trusted"));
    Files.copy(signers.certificate("ada"), trusted.resolve("ada.pem"));
    Path unsigned = Files.copy(engine.jar("b", "1.0.0", Map.of()), folder.resolve("b.jar"));
    operations.look(unsigned);
    Path before = good();
    assertThat(engine.bundles()).hasSize(2);

    stop();
    start(SIGNED);
    assertThat(engine.bundles()).as("at the start, the kept copies included").isEmpty();
    assertThat(ErrorFile.of(before)).content().contains("sign");
    operations.look(unsigned);
    assertThat(engine.bundles()).as("the hot folder").isEmpty();
    Outcome refused = operations.update(engine.jar("c", "1.0.0", Map.of()));
    assertThat(refused.result()).isEqualTo(Result.REFUSED);
    assertThat(refused.cause()).contains("sign");
    assertThat(engine.bundles()).as("an update").isEmpty();

    Path signed = signers.sign(engine.jar("c", "1.0.0", Map.of()), "ada");
    assertThat(operations.update(signed).cause()).isEmpty();
    assertThat(engine.bundles()).containsExactly("c 1.0.0 ACTIVE");
  }

  @Test
  void whatRunsWhenOnlySignedJarsAreLetInRunsOn() throws Exception {
    good();
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      operations.modified(TestOptions.of(SIGNED));
      operations.versions("none");
    } finally {
      System.setErr(before);
    }
    assertThat(log.toString(StandardCharsets.UTF_8))
        .containsPattern("ERROR .* a 1.0.0 runs, and .*it stays until the engine is restarted");
    assertThat(operations.update(engine.jar("b", "1.0.0", Map.of())).result())
        .isEqualTo(Result.REFUSED);
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");
  }

  private Path good() throws Exception {
    Path file = folder.resolve("a.jar");
    overwrite(file, engine.jar("a", "1.0.0", M));
    operations.look(file);
    assertThat(engine.bundles()).contains("a 1.0.0 ACTIVE");
    return file;
  }

  private static void overwrite(Path file, Path jar) throws Exception {
    Files.copy(jar, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
