package italk.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
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
              pidFile,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw new StartException(
            "An engine runs already in "
                + home.folder()
                + " (process "
                + Files.readString(pidFile).strip()
                + "): stop it first, or start with another home.");
      }
      channel.truncate(0);
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(pid));
      channel.force(false);
      return new HomeLock(pidFile, channel);
    } catch (IOException failed) {
      throw new StartException(pidFile + " can't be locked: " + failed + ".", failed);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException ourselves) {
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
