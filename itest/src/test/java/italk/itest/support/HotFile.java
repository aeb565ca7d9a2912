package italk.itest.support;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One file of the hot folder, and what the engine says about it. */
public final class HotFile {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Path jar;

  /** A file of this name in a home. */
  public HotFile(Path home, String name) {
    jar = home.resolve("extensions").resolve(name);
  }

  /** Puts a jar there, in one step. */
  public void drop(Path source) throws IOException {
    Moderated.drop(source, jar);
  }

  /** Where it is. */
  public Path path() {
    return jar;
  }

  /** Fails where the file has other bytes than this jar. */
  public void assertHolds(Path source) throws IOException {
    assertEquals(jar + " holds the bytes of " + source, -1, Files.mismatch(jar, source));
  }

  private Path error() {
    return jar.resolveSibling(jar.getFileName() + ".error");
  }

  /** What the file beside the jar says is wrong with it; nothing where there is none. */
  public String errorText() throws IOException {
    return Files.exists(error()) ? Files.readString(error()) : "";
  }

  /** Waits until whatever lay in the folder before this call was looked at. */
  public void awaitLookedAt(Path noBundle) throws IOException {
    for (String name : new String[] {"marker-1.jar", "marker-2.jar"}) {
      HotFile marker = new HotFile(jar.getParent().getParent(), name);
      marker.drop(noBundle);
      eventually("the folder is looked at", SOON, () -> !marker.errorText().isEmpty());
      Files.delete(marker.path());
      eventually("and again", SOON, () -> marker.errorText().isEmpty());
    }
  }
}
