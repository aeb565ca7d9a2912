package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import italk.itest.support.Built;
import italk.itest.support.InstalledRuntime;
import italk.itest.support.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** What the README tells a reader to write, written from the README and run. */
@SuppressWarnings("try") // closing runs a command, which may be interrupted
public class ReadmeIT {

  private static final Duration EFFECT = Duration.ofSeconds(2);

  @Test
  public void anExtensionWrittenWithTheReadmeAloneChangesTheNextMessage() throws Exception {
    try (InstalledRuntime runtime = new InstalledRuntime("readme-extension")) {
      Path folder = runtime.home().resolveSibling("author");
      write(folder.resolve("src/main/java/org/example/Shout.java"), block("Shout.java`", "java"));
      write(folder.resolve("pom.xml"), block("`pom.xml`\n", "xml"));
      Path repository = Path.of(System.getProperty("itest.repository"));
      forgetFetchedApi(repository);
      Result built =
          InstalledRuntime.run(
              folder,
              List.of(
                  maven(),
                  "-q",
                  "-B",
                  "package",
                  "-Ditalk.home=" + runtime.home(),
                  "-Dmaven.repo.local=" + repository));
      assertEquals(built.output(), 0, built.exitCode());

      runtime.start();
      send(runtime, "bonjour");
      assertTrue(runtime.italk("history", "everyone").output().contains("Alice: bonjour"));

      Path jar = folder.resolve("target/org.example.shout-1.0.0.jar");
      Files.copy(jar, runtime.extensions().resolve(jar.getFileName()));
      String config = Files.readString(runtime.home().resolve("config.json"));
      runtime.configure(
          config
              .replaceFirst("(\"message_rate_limiter\")(\\s*])", "$1, \"shout\"$2")
              .replaceFirst("\\{", "{ \"shout\": { \"ending\": \" !!!\" },"));
      eventually(
          "the next message is in capitals",
          EFFECT.plusSeconds(4), // For the commands' own time.
          () -> {
            send(runtime, "encore");
            return runtime.italk("history", "everyone").output().contains("Alice: ENCORE !!!");
          });
    }
  }

  @Test
  public void theEmbeddingExampleRuns() throws Exception {
    Path folder = Built.target().resolve("homes/readme-embedding");
    write(folder.resolve("Chat.java"), block("on the class path and nothing else:\n", "java"));
    Path jar = Built.distribution().resolveSibling("italk-" + Built.version() + ".jar");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Result run = InstalledRuntime.run(folder, List.of(java, "-cp", jar.toString(), "Chat.java"));
    assertEquals(run.output(), 0, run.exitCode());
    assertTrue(run.output(), run.output().contains("Bob connecté !"));
    assertTrue(run.output(), run.output().matches("(?s).*\\d+Z Coucou tout le monde !.*"));
  }

  // An earlier run may have fetched another state of the same version out of the distribution.
  private static void forgetFetchedApi(Path repository) throws IOException {
    Path api =
        repository.resolve("io/github/italk-engine/italk.engine.api").resolve(Built.version());
    Path origin = api.resolve("_remote.repositories");
    if (Files.exists(origin) && Files.readString(origin).contains(">italk=")) {
      try (Stream<Path> files = Files.list(api)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void send(InstalledRuntime runtime, String text) throws Exception {
    runtime.italk("connect", "123", "Alice");
    Result sent = runtime.italk("send", "123", "everyone", text);
    assertEquals(sent.output(), 0, sent.exitCode());
  }

  // The Maven that runs this build: there may be no other.
  private static String maven() {
    return Path.of(System.getProperty("maven.home"), "bin", "mvn").toString();
  }

  private static String block(String after, String language) throws IOException {
    String readme = Files.readString(Built.root().resolve("README.md"));
    Matcher found =
        Pattern.compile(Pattern.quote(after) + "\\s*```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(readme);
    assertTrue("README.md has a block of " + language + " after " + after, found.find());
    return found.group(1);
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
