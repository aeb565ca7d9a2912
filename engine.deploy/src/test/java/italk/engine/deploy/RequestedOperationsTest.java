package italk.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import italk.engine.api.operation.KeptVersion;
import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Outcome.Kind;
import italk.engine.api.operation.Outcome.Result;
import italk.engine.deploy.swap.example.DeafInStart;
import italk.engine.deploy.swap.example.FailsInStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked for by name, through the one door, in a real framework. */
class RequestedOperationsTest {

  private static final Map<String, String> M = TestEngine.extension("m");

  @TempDir Path home;

  private TestEngine engine;
  private Path folder;
  private ExtensionOperations operations;

  @BeforeEach
  void start() throws Exception {
    folder = Files.createDirectories(home.toRealPath().resolve("extensions"));
    engine = new TestEngine(home);
    operations = engine.operations(Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    operations.deactivate();
    engine.stop();
  }

  @Test
  void installsAndUpdatesFromAnyFile() throws Exception {
    Path first = engine.jar("a", "1.0.0", M);
    Outcome installed = operations.update(first);
    is(installed, Kind.INSTALL, Result.DONE, "");
    assertThat(installed.subject()).isEqualTo("m");
    assertThat(installed.before()).isEmpty();
    assertThat(folder.resolve(first.getFileName())).hasSameBinaryContentAs(first);

    Path next = engine.jar("a", "2.0.0", M);
    Outcome updated = operations.update(next);
    is(updated, Kind.UPDATE, Result.DONE, "");
    assertThat(updated.before()).contains("1.0.0");
    assertThat(updated.version()).contains("2.0.0");
    assertThat(engine.bundles()).containsExactly("a 2.0.0 ACTIVE");

    // It stays one file, and nothing else is left there.
    assertThat(folder.resolve(first.getFileName())).hasSameBinaryContentAs(next);
    assertThat(files()).containsExactly(first.getFileName().toString());
    assertThat(operations.recent()).containsExactly(updated, installed);
  }

  @Test
  void theSameBytesAreLeftAlone() throws Exception {
    Path jar = engine.jar("a", "1.0.0", M);
    operations.update(jar);
    engine.fake.asked.clear();
    is(operations.update(jar), Kind.UPDATE, Result.UNCHANGED, "");
    assertThat(engine.fake.asked).isEmpty();
  }

  @Test
  void takesNoNameThatIsAnothersFile() throws Exception {
    Path other = engine.jar("other", "1.0.0", Map.of());
    Path jar = engine.jar("a", "1.0.0", M);
    Path taken = folder.resolve(jar.getFileName());
    Files.copy(other, taken);
    Files.writeString(folder.resolve("a.jar"), "somebody's");
    operations.look(taken);

    is(operations.update(jar), Kind.INSTALL, Result.DONE, "");

    assertThat(taken).hasSameBinaryContentAs(other);
    assertThat(folder.resolve("a.jar")).hasContent("somebody's");
    assertThat(folder.resolve("a-2.jar")).hasSameBinaryContentAs(jar);
    assertThat(engine.bundles()).containsExactly("other 1.0.0 ACTIVE", "a 1.0.0 ACTIVE");
  }

  @Test
  void aFileOfTheHotFolderIsTakenWhereItLies() throws Exception {
    Path there = Files.copy(engine.jar("a", "1.0.0", M), folder.resolve("mine.jar"));
    is(operations.update(there), Kind.INSTALL, Result.DONE, "");
    Files.copy(engine.jar("a", "2.0.0", M), there, StandardCopyOption.REPLACE_EXISTING);
    is(operations.update(there), Kind.UPDATE, Result.DONE, "");
    operations.look(there);
    assertThat(engine.bundles()).containsExactly("a 2.0.0 ACTIVE");
    assertThat(files()).containsExactly("mine.jar");
  }

  @Test
  void goesBackAndFurtherBackAndForward() throws Exception {
    Path file = folder.resolve("a.jar");
    Path one = engine.jar("a", "1.0.0", M);
    Files.copy(one, file);
    operations.look(file);
    operations.update(engine.jar("a", "2.0.0", M));
    Path three = engine.jar("a", "3.0.0", M);
    operations.update(three);

    Outcome back = operations.rollback("m");
    is(back, Kind.ROLLBACK, Result.DONE, "");
    assertThat(back.before()).contains("3.0.0");
    assertThat(back.version()).contains("2.0.0");
    is(operations.rollback("a"), Kind.ROLLBACK, Result.DONE, "");
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");
    assertThat(file).hasSameBinaryContentAs(one);
    assertThat(states()).containsExactly("3.0.0 UNDONE", "2.0.0 UNDONE", "1.0.0 CURRENT");

    // FileInstall tells late of what was put there.
    operations.look(file);
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");

    is(
        operations.rollback("m"),
        Kind.ROLLBACK,
        Result.REFUSED,
        "no version before this one is kept; kept are: 3.0.0, 2.0.0, 1.0.0");
    is(
        operations.rollback("m", "9.9.9"),
        Kind.ROLLBACK,
        Result.REFUSED,
        "version 9.9.9 is not kept; kept are: 3.0.0, 2.0.0, 1.0.0");
    is(operations.rollback("m", "1.0.0"), Kind.ROLLBACK, Result.UNCHANGED, "");
    is(operations.rollback("m", "3.0.0"), Kind.ROLLBACK, Result.DONE, "");
    assertThat(engine.bundles()).containsExactly("a 3.0.0 ACTIVE");
    assertThat(file).hasSameBinaryContentAs(three);
    assertThat(states()).containsExactly("3.0.0 CURRENT", "2.0.0 UNDONE", "1.0.0 BEFORE");
    assertThat(operations.rollback("nobody").cause()).contains("nothing with this name");
    assertThat(operations.versions("nobody")).isEmpty();
  }

  @Test
  void whatARestartWouldPreferIsSetAside() throws Exception {
    Path low = Files.copy(engine.jar("a", "1.0.0", M), folder.resolve("a-1.jar"));
    operations.look(low);
    for (String version : List.of("2.0.0", "3.0.0")) {
      Path file = folder.resolve("a-" + version + ".jar");
      operations.look(Files.copy(engine.jar("a", version, M), file));
    }
    operations.rollback("m");
    operations.rollback("m");
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");
    assertThat(files()).contains("a-1.jar", "a-2.0.0.jar.unused", "a-3.0.0.jar");
    operations.deleted(folder.resolve("a-2.0.0.jar"));
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");
    restart();
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");
  }

  @Test
  void aBadVersionChangesNothing() throws Exception {
    operations.update(engine.jar("a", "1.0.0", M));
    List<String> before = files();
    engine.fake.failing.put("a 2.0.0", "threw");
    Outcome bad = operations.update(engine.jar("a", "2.0.0", M));
    is(bad, Kind.UPDATE, Result.ROLLED_BACK, "threw");
    assertThat(bad.held()).isPositive();
    assertThat(engine.bundles()).containsExactly("a 1.0.0 ACTIVE");
    assertThat(files()).isEqualTo(before);
    assertThat(states()).containsExactly("1.0.0 CURRENT");
  }

  @Test
  void aFreshOneThatIsBadIsTakenOutAgain() throws Exception {
    engine.fake.inactive.put("a 1.0.0", "waits for a service");
    Outcome bad = operations.update(engine.jar("a", "1.0.0", M));
    is(bad, Kind.INSTALL, Result.FAILED, "waits for a service; it was taken out again");
    is(
        operations.update(engine.jar("b", "1.0.0", Map.of(), FailsInStart.class)),
        Kind.INSTALL,
        Result.REFUSED,
        "it can't be started: java.lang.IllegalStateException: no port");
    assertThat(engine.bundles()).isEmpty();
    assertThat(files()).isEmpty();
    assertThat(home.resolve("data/extensions")).isEmptyDirectory();
    assertThat(operations.recent()).hasSize(2);
  }

  @Test
  void whatHangsForEverDoesNotHinderTheNextOne() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    engine.context().registerService(CountDownLatch.class, release, null);
    operations.modified(TestOptions.of(Map.of("activation__timeout__ms", 1000L)));
    operations.update(engine.jar("a", "1.0.0", M));
    Outcome bad = operations.update(engine.jar("a", "2.0.0", M, DeafInStart.class));
    assertThat(bad.result()).isEqualTo(Result.ROLLED_BACK);
    assertThat(bad.held()).isLessThan(bad.took());

    is(operations.update(engine.jar("a", "2.0.0", M)), Kind.UPDATE, Result.DONE, "");
    assertThat(engine.bundles()).contains("a 2.0.0 ACTIVE");
    release.countDown();
    await().until(() -> engine.bundles().equals(List.of("a 2.0.0 ACTIVE")));
  }

  @Test
  void refusesWhatCanNotBeReadOrWritten() throws Exception {
    assertThat(operations.update(home.resolve("not-there.jar")).cause()).contains("can't be read");
    assertThat(operations.update(home).cause()).contains("no regular file");
    assertThat(operations.update(Path.of("/")).result()).isEqualTo(Result.REFUSED);
    Path text = Files.writeString(home.resolve("text.jar"), "no jar");
    assertThat(operations.update(text).cause()).contains("not a whole jar");

    operations.update(engine.jar("a", "1.0.0", M));
    engine.fake.asked.clear();
    // Where it would be written lies something that can't be overwritten; also root can't.
    Path part = folder.resolve("." + files().get(0) + ".part");
    Files.createDirectories(part.resolve("x"));
    Outcome unwritable = operations.update(engine.jar("a", "2.0.0", M));
    assertThat(unwritable.result()).isEqualTo(Result.REFUSED);
    assertThat(unwritable.cause()).contains("the hot folder can't be written to");
    assertThat(engine.fake.asked).as("nothing was stopped").isEmpty();
  }

  @Test
  void whatCanNotBeKeptRunsAllTheSame() throws Exception {
    operations.update(engine.jar("a", "1.0.0", M));
    Path own = home.resolve("data/extensions/a");
    Files.createDirectories(own.resolve(".new/x"));
    is(operations.update(engine.jar("a", "2.0.0", M)), Kind.UPDATE, Result.DONE, "");
    assertThat(engine.bundles()).containsExactly("a 2.0.0 ACTIVE");
  }

  @Test
  void remembersAHundredOutcomes() throws Exception {
    Path text = Files.writeString(home.resolve("text.jar"), "no jar");
    for (int i = 0; i < 105; i++) {
      operations.update(text);
    }
    assertThat(operations.recent()).hasSize(100);
  }

  @Test
  void goesBackAndComesToItsEndWhereItIsDeactivatedMeanwhile() throws Exception {
    operations.update(engine.jar("a", "1.0.0", M));
    engine.fake.hanging.add("a 2.0.0");
    Path next = engine.jar("a", "2.0.0", M);
    CompletableFuture<Outcome> update =
        CompletableFuture.supplyAsync(() -> operations.update(next));
    engine.fake.hangs.await();

    operations.deactivate();

    Outcome outcome = update.get(10, TimeUnit.SECONDS);
    assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
    assertThat(outcome.cause()).contains("the engine stops");
    await().until(() -> engine.bundles().equals(List.of("a 1.0.0 ACTIVE")));
    assertThat(engine.fake.underWay()).isEmpty();

    operations = engine.operations(Map.of());
    assertThat(states()).containsExactly("1.0.0 CURRENT");
    assertThat(files()).hasSize(1);
  }

  private void restart() throws Exception {
    operations.deactivate();
    engine.stop();
    engine = new TestEngine(home);
    operations = engine.operations(Map.of());
  }

  private static void is(Outcome outcome, Kind kind, Result result, String cause) {
    assertThat(outcome.cause()).isEqualTo(cause);
    assertThat(outcome.result()).isEqualTo(result);
    assertThat(outcome.kind()).isEqualTo(kind);
  }

  private List<String> states() {
    return operations.versions("m").stream().map(RequestedOperationsTest::inWords).toList();
  }

  private static String inWords(KeptVersion version) {
    return version.version() + " " + version.state();
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
