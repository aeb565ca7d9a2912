package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Acknowledged is on the disk, as the operating system sees it: by {@code strace}, which reports
 * what another process asks of the kernel, and in which order.
 */
class SyncsTest {

  private static final int MESSAGES = 40;
  private static final String SAID = "acknowledged ";
  private static final long LIMIT_SECONDS = 120;

  @TempDir Path folder;

  @Test
  void everyAcknowledgementOfASingleMessageFollowsASyncOfItsOwn() throws Exception {
    Path report = folder.resolve("strace.txt");
    List<String> lines = tracedLines(report);

    Set<String> syncing = new HashSet<>();
    int syncs = 0;
    int acknowledged = 0;
    for (String line : lines) {
      String thread = line.substring(0, line.indexOf(' '));
      if (line.contains("sync(") && line.contains("italk.db-wal")) {
        if (line.contains("<unfinished")) {
          syncing.add(thread);
        } else {
          syncs++;
        }
      } else if (line.contains("sync resumed>") && syncing.remove(thread)) {
        syncs++;
      } else if (line.contains("\"" + SAID)) {
        acknowledged++;
        assertThat(syncs).as("syncs before %s", line).isGreaterThanOrEqualTo(acknowledged);
      }
    }
    assertThat(acknowledged).isEqualTo(MESSAGES);
  }

  private List<String> tracedLines(Path report) throws Exception {
    Process strace;
    try {
      strace =
          new ProcessBuilder(
                  "strace",
                  "-f",
                  "-y",
                  "-o",
                  report.toString(),
                  "-e",
                  "trace=fsync,fdatasync,write",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dorg.sqlite.tmpdir=" + folder,
                  "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SyncsTest.class.getName(),
                  folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output.txt").toFile())
              .start();
    } catch (IOException e) {
      return leftOut("there is no strace on this machine: " + e.getMessage());
    }
    if (!strace.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      strace.descendants().forEach(ProcessHandle::destroyForcibly);
      strace.destroyForcibly();
      throw new AssertionError("The traced process has not ended.");
    }
    String output = Files.readString(folder.resolve("output.txt"));
    if (output.contains("ptrace") || output.contains("PTRACE")) {
      return leftOut("strace may not trace here: " + output.strip());
    }
    assertThat(strace.exitValue()).as(output).isZero();
    return Files.readAllLines(report);
  }

  private static List<String> leftOut(String why) {
    System.err.println(
        "SyncsTest was LEFT OUT, that commits reach the disk was not checked: " + why);
    return abort("Left out: " + why);
  }

  /**
   * The process that is traced: writes one message after the other, and says when each is stored.
   */
  public static void main(String[] arguments) throws Exception {
    try (TestStore test = TestStore.open(Path.of(arguments[0]))) {
      for (int i = 1; i <= MESSAGES; i++) {
        test.say(EVERYONE, "message " + i);
        System.out.println(SAID + i);
        System.out.flush();
      }
    }
  }
}
