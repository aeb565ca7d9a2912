package italk.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What {@code bin/italk} reads: {@code run/state} (starting, ready, or what is waited for) and
 * {@code run/socket} (where the shell's door is).
 */
final class StateFile implements AutoCloseable {

  private final Path run;

  StateFile(Home home, String socket) {
    this.run = home.run();
    replace("socket", socket);
    write("starting");
  }

  void write(String state) {
    replace("state", state);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(run.resolve("state"));
      Files.deleteIfExists(run.resolve("socket"));
    } catch (IOException failed) {
      System.err.println("A file in " + run + " can't be deleted: " + failed);
    }
  }

  // In one step: the script never reads half a line.
  private void replace(String name, String text) {
    try {
      Path part = Files.writeString(run.resolve(name + ".part"), text + "\n");
      Files.move(part, run.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      System.err.println(run.resolve(name) + " can't be written: " + failed);
    }
  }
}
