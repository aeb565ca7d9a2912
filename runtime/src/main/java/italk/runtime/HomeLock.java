package italk.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One engine per home. The lock is the operating system's: after a kill -9 it is free, whatever
 * {@code run/italk.pid} says.
 */
final class HomeLock implements AutoCloseable {

  private final Path pidFile;
  private final FileChannel channel;

  private HomeLock(Path pidFile, FileChannel channel) {
    this.pidFile = pidFile;
    this.channel = channel;
  }

  static HomeLock take(Home home) {
    Path pidFile = home.run().resolve("italk.pid");
    try {
      FileChannel channel =
          FileChannel.open(
              home.run().resolve("italk.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        throw new StartException(
            "An engine runs already in "
                + home.folder()
                + " (process "
                + (Files.exists(pidFile) ? Files.readString(pidFile).strip() : "unknown")
                + "): stop it first, or start with another home.");
      }
      // Left by one that was killed.
      Files.deleteIfExists(home.run().resolve("state"));
      Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
      return new HomeLock(pidFile, channel);
    } catch (IOException failed) {
      throw new StartException(
          "The lock in " + home.run() + " can't be taken: " + failed + ".", failed);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      boolean free = channel.tryLock() != null;
      if (!free) {
        channel.close();
      }
      return free;
    } catch (OverlappingFileLockException ourselves) {
      // Left open: closing it would end this process's lock, which another engine in it holds.
      return false;
    }
  }

  /** Deletes the file first: after that nobody takes it for ours. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(pidFile);
    } catch (IOException failed) {
      System.err.println(pidFile + " can't be deleted: " + failed);
    }
  }
}
