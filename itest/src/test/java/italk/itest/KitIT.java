package italk.itest;

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
import org.junit.Test;

/**
 * Does what {@code docs/first-extension.md} says, in its order and with nothing added: writes its
 * files, runs its commands, and compares what they print with what stands there.
 */
@SuppressWarnings("try") // closing runs a command, which may be interrupted
public class KitIT {

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  /** A file's name and its content, or commands and what they print. */
  private static final Pattern STEP =
      Pattern.compile(
          "^`(?<file>[^`\n]+)`\n\n```\\w+\n(?<content>.*?)^```$|^```console\n(?<console>.*?)^```$",
          Pattern.DOTALL | Pattern.MULTILINE);

  private static final String INSTALLED = "/opt/italk-0.1.0";

  @Test
  public void fromAnEmptyFolderToAWorkingExtensionInFiveMinutes() throws Exception {
    try (InstalledRuntime runtime = new InstalledRuntime("kit")) {
      String page = Files.readString(Built.root().resolve("docs/first-extension.md"));
      Author author = new Author(runtime.home());
      long begin = System.nanoTime();
      Matcher step = STEP.matcher(page);
      while (step.find()) {
        if (step.group("file") != null) {
          author.write(step.group("file"), step.group("content"));
        } else {
          author.follow(step.group("console"));
        }
      }
      Duration taken = Duration.ofNanos(System.nanoTime() - begin);
      System.out.println("kit: " + author.commands + " commands in " + taken.toSeconds() + " s");
      assertTrue("the page was read: " + author.commands, author.commands > 15);
      assertTrue("it took " + taken, taken.compareTo(FIVE_MINUTES) < 0);
    }
  }

  /** Who reads the page and does what it says. */
  private static final class Author {
    private final Path home;
    private Path folder;
    private int commands;

    Author(Path home) throws IOException {
      this.home = home;
      this.folder = Files.createDirectories(home.resolveSibling("author"));
    }

    void write(String name, String content) throws IOException {
      Path file = folder.resolve(name);
      assertTrue(name + " is there to be replaced", Files.exists(file));
      Files.writeString(file, content);
    }

    void follow(String console) throws Exception {
      Result last = new Result(0, "");
      for (String line : console.lines().toList()) {
        if (line.startsWith("$ cd ")) {
          folder = folder.resolve(line.substring("$ cd ".length()));
        } else if (line.startsWith("$ ")) {
          last = run(line.substring(2).replace(INSTALLED, home.toString()));
        } else {
          assertSays(line, last.output());
        }
      }
    }

    private Result run(String command) throws Exception {
      commands++;
      // The Maven that runs this build, and what it has fetched: there may be no other.
      String environment =
          "PATH="
              + Path.of(System.getProperty("maven.home"), "bin")
              + ":$PATH MAVEN_OPTS=-Dmaven.repo.local="
              + System.getProperty("itest.repository");
      Result result =
          InstalledRuntime.run(
              folder, List.of("sh", "-c", "export " + environment + "; " + command));
      assertEquals(command + " printed " + result.output(), 0, result.exitCode());
      return result;
    }

    private static void assertSays(String expected, String printed) {
      String pattern =
          List.of(expected.strip().split("…", -1)).stream()
              .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
              .reduce((one, other) -> one + ".*" + other)
              .orElse("");
      assertTrue(
          "expected: " + expected + "\nprinted: " + printed,
          printed.lines().anyMatch(line -> line.matches(pattern)));
    }
  }
}
