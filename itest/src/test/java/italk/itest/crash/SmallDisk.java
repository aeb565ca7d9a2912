package italk.itest.crash;

import italk.itest.support.InstalledRuntime;
import italk.itest.support.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system in memory, almost full. Only root may mount one. */
@SuppressWarnings("try") // closing runs a command, which may be interrupted
final class SmallDisk implements AutoCloseable {

  private static final int MEGABYTES = 64;
  private static final int LEFT = 12;

  private final Path folder;
  private final Path ballast;

  /**
   * Mounts it.
   *
   * @throws IOException where that is not allowed; says why
   */
  SmallDisk(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    this.ballast = folder.resolve("ballast");
    Result mounted =
        InstalledRuntime.run(
            folder,
            List.of(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=" + MEGABYTES + "m",
                "tmpfs",
                folder.toString()));
    if (mounted.exitCode() != 0) {
      throw new IOException(mounted.output().strip());
    }
    Files.write(ballast, new byte[(MEGABYTES - LEFT) << 20]);
  }

  Path database() {
    return folder.resolve("italk.db");
  }

  void makeRoom() throws IOException {
    Files.delete(ballast);
  }

  @Override
  public void close() throws Exception {
    Result unmounted =
        InstalledRuntime.run(folder.getParent(), List.of("umount", folder.toString()));
    if (unmounted.exitCode() != 0) {
      throw new IOException(unmounted.output().strip());
    }
  }
}
