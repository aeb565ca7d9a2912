package italk.itest.support;

import static italk.itest.support.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The distribution unpacked from its tar.gz and used through {@code bin/italk}, as an operator
 * does.
 */
@SuppressWarnings("try") // closing runs a command, which may be interrupted
public final class InstalledRuntime implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path home;

  /** Unpacks into a folder of this name; what was there is deleted. */
  public InstalledRuntime(String name) throws Exception {
    Path parent = Built.target().resolve("homes").resolve(name);
    if (Files.exists(parent)) {
      try (Stream<Path> old = Files.walk(parent)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(parent);
    Path tar = Built.distribution().resolveSibling("italk-" + Built.version() + ".tar.gz");
    Result unpacked = run(parent, List.of("tar", "xzf", tar.toString()));
    if (unpacked.exitCode() != 0) {
      throw new IllegalStateException(unpacked.output());
    }
    home = parent.resolve("italk-" + Built.version());
  }

  public Path home() {
    return home;
  }

  public Path extensions() {
    return home.resolve("extensions");
  }

  public void configure(String json) throws IOException {
    Files.writeString(home.resolve("config.json"), json);
  }

  /** {@code bin/italk} with these words. */
  public Result italk(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/italk").toString()));
    command.addAll(List.of(words));
    return run(home, command);
  }

  public void start() throws Exception {
    Result started = italk("start");
    if (started.exitCode() != 0) {
      throw new AssertionError("bin/italk start: " + started);
    }
  }

  /** SIGKILL, and waits until the process is gone. */
  public void kill() throws Exception {
    ProcessHandle process =
        ProcessHandle.of(Long.parseLong(Files.readString(pidFile()).strip())).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private Path pidFile() {
    return home.resolve("run/italk.pid");
  }

  /** Everything that was logged. */
  public String log() throws IOException {
    Path log = home.resolve("log/italk.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  public void awaitLog(String text) {
    eventually("the log says: " + text, Duration.ofSeconds(10), () -> log().contains(text));
  }

  @Override
  public void close() throws Exception {
    italk("stop");
  }

  /** Runs a command to its end. */
  public static Result run(Path folder, List<String> command) throws Exception {
    Path output = Files.createTempFile(Built.target(), "output", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      if (!process.waitFor(LIMIT.toSeconds() * 3, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end: " + Files.readString(output));
      }
      return new Result(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }
}
