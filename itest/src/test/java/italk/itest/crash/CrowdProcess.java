package italk.itest.crash;

import italk.itest.support.Built;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A {@link Crowd} in a process of its own. */
final class CrowdProcess implements AutoCloseable {

  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final BufferedReader lines;
  private final Ledger ledger;

  /**
   * Starts it.
   *
   * @param onTheWay how many messages each sender has on the way; 0 where it only finds
   */
  CrowdProcess(Path home, int onTheWay, Ledger ledger) throws IOException {
    this.ledger = ledger;
    ledger.beginFinding();
    Path jar = Built.distribution().resolveSibling("italk-" + Built.version() + ".jar");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jar + File.pathSeparator + Built.target().resolve("test-classes"),
                Crowd.class.getName(),
                home.toString(),
                Integer.toString(onTheWay)));
    for (int sender = 0; sender < Crowd.SENDERS; sender++) {
      command.add(Integer.toString(ledger.next(sender)));
    }
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Enters what it says into the ledger until it says that it is ready, and checks what it found.
   */
  void awaitReady() throws IOException {
    String line = lines.readLine();
    while (line != null && !line.equals("ready")) {
      ledger.enter(line);
      line = lines.readLine();
    }
    if (line == null) {
      throw new AssertionError("The crowd ended before it was ready; see its standard error.");
    }
    ledger.checkFound();
  }

  /** Enters what it says into the ledger until this holds. */
  void readUntil(String what, BooleanSupplier holds) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!holds.getAsBoolean()) {
      String line = lines.readLine();
      if (line == null || System.nanoTime() - end > 0) {
        throw new AssertionError("It did not come so far: " + what + "; last: " + line);
      }
      ledger.enter(line);
    }
  }

  /** SIGKILL, after so many milliseconds, while what it says is entered into the ledger. */
  void killAfter(long millis) throws Exception {
    Thread killer =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(millis);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              // By its handle: Process.destroyForcibly closes the pipe with what is still in it.
              process.toHandle().destroyForcibly();
            },
            "killer");
    killer.start();
    readToEnd();
    killer.join();
  }

  // A line that the kill cut in two has no end, and was not told to anybody.
  private void readToEnd() throws Exception {
    StringBuilder line = new StringBuilder();
    for (int next = lines.read(); next >= 0; next = lines.read()) {
      if (next == '\n') {
        ledger.enter(line.toString());
        line.setLength(0);
      } else {
        line.append((char) next);
      }
    }
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The crowd has not ended.");
    }
  }

  /** Lets it end by itself. */
  void end() throws Exception {
    process.outputWriter().close();
    readToEnd();
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }
}
