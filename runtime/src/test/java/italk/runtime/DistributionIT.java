package italk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The built distribution as an operator meets it: its script and its one jar, as processes. Each
 * test has a home of its own, so two of them run at a time.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DistributionIT {

  private static final Path FOLDER = Path.of(System.getProperty("italk.distribution"));
  private static final Path ONE_JAR = Path.of(System.getProperty("italk.jar"));

  @TempDir Path folder;

  private record Answer(int exitCode, String text) {}

  @AfterEach
  void stop() throws Exception {
    italk("stop");
  }

  @Test
  void startsAnswersAndStopsFromAHomeWithBlanks() throws Exception {
    assertThat(italk("status").exitCode()).isEqualTo(3);

    assertThat(italk("start").text()).contains("Italk-Engine is ready");
    assertThat(home().resolve("extensions")).isDirectoryContaining("glob:**welcome.jar");
    Answer status = italk("status");
    assertThat(status.exitCode()).isZero();
    assertThat(status.text()).contains("): messages pass.").containsPattern("GATE +open");
    assertThat(italk("lb").text()).contains("Italk-Engine: engine");
    assertThat(italk("no-such-command").exitCode()).isEqualTo(2);

    Answer second = italk("run");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.text()).contains("An engine runs already in " + home());

    assertThat(italk("stop")).isEqualTo(new Answer(0, "Italk-Engine has stopped.\n"));
    assertThat(italk("status").exitCode()).isEqualTo(3);
    assertThat(home().resolve("run/italk.pid")).doesNotExist();
  }

  @Test
  void itsOwnWordsTakeNoOthers() throws Exception {
    assertThat(italk("start").exitCode()).isZero();

    Answer refused = italk("stop", "33");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.text()).contains("takes no further words").contains("felix:stop 33");
    assertThat(italk("status").exitCode()).isZero();
  }

  @Test
  void aStoreThatCanNotOpenIsToldInAFewLinesAndMendedWhileItRuns() throws Exception {
    Files.createDirectories(home());
    Path config = home().resolve("config.json");
    Files.writeString(config, "{\"store\": {\"url\": \"jdbc:postgresql://x\"}}");
    String why = "italk.engine.store.SqlStore: The option \"url\" of \"store\" is";

    Answer start = italk("start");
    assertThat(start.exitCode()).isEqualTo(1);
    assertThat(start.text().lines()).hasSize(2);
    assertThat(start.text()).containsOnlyOnce(why).contains("log/italk.log");

    Answer users = italk("users");
    assertThat(users.exitCode()).isEqualTo(69);
    assertThat(users.text().lines()).hasSize(2);
    assertThat(users.text()).containsOnlyOnce(why).contains("the engine is not up");

    Answer status = italk("status");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.text().lines()).hasSize(1);
    assertThat(status.text()).contains("but messages do not pass: waiting for " + why);
    assertThat(home().resolve("log/console.log"))
        .content()
        .satisfies(text -> assertThat(text.lines().count()).isLessThan(100));

    Files.writeString(config, "{}");
    awaitState("ready");
    assertThat(italk("status").exitCode()).isZero();
  }

  @Test
  void anUpdateOfTheFrameworkStartsAllAgain() throws Exception {
    assertThat(italk("start").exitCode()).isZero();
    italk("felix:update", "0");

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    Path log = home().resolve("log/italk.log");
    while (!Files.readString(log).contains("italk.db is closed")
        || italk("status").exitCode() != 0) {
      assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void whatPeopleWriteIsClosedToOthers() throws Exception {
    assertThat(italk("start").exitCode()).isZero();
    for (String folder : List.of("log", "data")) {
      assertThat(Files.getPosixFilePermissions(home().resolve(folder)))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void runsOnAtTheEndOfInputAndStopsCleanlyOnSigterm() throws Exception {
    Process process = started(script("run"));
    awaitReady(process);
    assertThat(process.isAlive()).isTrue();
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(output()).contains("Store " + home().resolve("data/italk.db") + " is closed");
  }

  @Test
  void theOneJarUnpacksItselfAndRuns() throws Exception {
    String java = ProcessHandle.current().info().command().orElse("java");
    Process process =
        started(new ProcessBuilder(java, "-jar", ONE_JAR.toString(), home().toString()));
    awaitReady(process);
    assertThat(home().resolve("bin/italk")).isExecutable();
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void theOneJarOpensWhatTheScriptOpens() throws Exception {
    String script = Files.readString(FOLDER.resolve("bin/italk"));
    Matcher opened = Pattern.compile("(?s)\nopened=\"([^\"]+)\"").matcher(script);
    assertThat(opened.find()).isTrue();
    try (JarFile jar = new JarFile(ONE_JAR.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Add-Opens").split(" "))
          .contains("java.base/java.lang")
          .containsExactly(opened.group(1).split("\\s+"));
    }
  }

  private Path home() {
    return folder.resolve("a home");
  }

  private Answer italk(String... words) throws Exception {
    Process process = started(script(words));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Answer(process.exitValue(), output());
  }

  private ProcessBuilder script(String... words) {
    List<String> command = new ArrayList<>(List.of(FOLDER.resolve("bin/italk").toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ITALK_HOME", home().toString());
    return builder;
  }

  private Process started(ProcessBuilder builder) throws IOException {
    return builder
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
  }

  private void awaitReady(Process process) throws Exception {
    awaitState("ready");
    assertThat(process.isAlive()).as(output()).isTrue();
  }

  private void awaitState(String wanted) throws Exception {
    Path state = home().resolve("run/state");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(state) || !Files.readString(state).startsWith(wanted)) {
      assertThat(System.nanoTime()).as(output()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
