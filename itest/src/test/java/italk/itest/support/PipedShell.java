package italk.itest.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code bin/italk shell} with a pipe instead of a terminal: one line in, its answer out. */
public final class PipedShell implements AutoCloseable {

  private final Process process;
  private final Writer in;
  private final BufferedReader out;
  private final CountDownLatch answered = new CountDownLatch(1);

  /** A shell of the engine with this home, opened in a folder. */
  public PipedShell(Path home, Path folder) throws IOException {
    process =
        new ProcessBuilder(home.resolve("bin/italk").toString(), "shell")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Gives a command.
   *
   * @param prefix what its answer begins with; other lines are passed over
   * @return empty where the engine went before it answered
   */
  public Optional<String> ask(String command, String prefix) {
    try {
      in.write(command + "\n");
      in.flush();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(prefix)) {
          answered.countDown();
          return Optional.of(line);
        }
      }
      return Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** False where no command was answered in time. */
  public boolean awaitAnswer(Duration limit) throws InterruptedException {
    return answered.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
