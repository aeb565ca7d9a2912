package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Message;
import italk.engine.api.MessageId;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that was acknowledged is lost when the process is killed in the midst of writing. */
class KillTest {

  private static final int ROUNDS = 5;

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedIsThereAfterKill() throws Exception {
    Random random = new Random();
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      int enough = 1 + random.nextInt(3_000);
      List<String> ofRound = killedAfter(enough, round);
      assertThat(ofRound).hasSizeGreaterThanOrEqualTo(enough);
      acknowledged.addAll(ofRound);

      try (TestStore test = TestStore.open(folder)) {
        List<Message> stored = test.store.after(EVERYONE, new MessageId(0), 1_000_000);
        List<String> ids = stored.stream().map(message -> message.id().toString()).toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(stored).extracting(Message::clientId).doesNotHaveDuplicates();
        assertThat(ids).as("killed after %d", enough).containsSubsequence(acknowledged);
      }
    }
  }

  /** Lets another process write until it has acknowledged so many, and kills it. */
  private List<String> killedAfter(int enough, int round) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Who is killed can't tidy up: its copy of the native library goes with the folder.
                "-Dorg.sqlite.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                KillTest.class.getName(),
                folder.toString(),
                Integer.toString(round))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null) {
        // A line that the kill cut in two is shorter.
        if (line.length() == 13) {
          acknowledged.add(line);
        }
        if (acknowledged.size() == enough) {
          // By its handle: Process.destroyForcibly closes the pipe with what is still in it.
          child.toHandle().destroyForcibly();
        }
        line = lines.readLine();
      }
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as("exit by SIGKILL").isEqualTo(128 + 9);
    return acknowledged;
  }

  /** The process that is killed: writes for ever, and prints each id when it is acknowledged. */
  public static void main(String[] arguments) throws Exception {
    TestStore test = TestStore.open(Path.of(arguments[0]));
    for (int i = 0; ; i++) {
      test.append("alice", "message " + i, arguments[1] + "-" + i)
          .thenAccept(
              appended -> {
                System.out.println(appended.message().id());
                System.out.flush();
              });
    }
  }
}
