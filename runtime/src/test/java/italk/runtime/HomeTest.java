package italk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

  @TempDir Path folder;

  @Test
  void theSocketIsInTheHomeUnlessItsPathIsTooLong() {
    assertThat(Home.at(Path.of("/srv/italk")).socket(null))
        .isEqualTo(Path.of("/srv/italk/run/italk.sock"));
    assertThat(Home.at(Path.of("/srv/italk")).socket("/run/italk/door"))
        .isEqualTo(Path.of("/run/italk/door"));

    Home deep = Home.at(Path.of("/srv/" + "deep/".repeat(20)));
    assertThat(deep.socket(null).toString().length()).isLessThan(100);
    assertThat(deep.socket(null)).isEqualTo(deep.socket(""));
    assertThat(deep.socket(null)).isNotEqualTo(Home.at(deep.folder().resolve("x")).socket(null));
  }

  @Test
  void theFolderOfTheSocketIsClosedToOthers() throws Exception {
    Home home = Home.at(folder);
    home.create();
    assertThat(mode(home.run())).isEqualTo("rwx------");
  }

  @Test
  void theFolderOfSecretsIsThereAndClosedToOthers() throws Exception {
    Home home = Home.at(folder);
    home.create();
    assertThat(mode(folder.resolve("conf/secrets"))).isEqualTo("rwx------");
  }

  @Test
  void aFolderIsMadeClosedAndOneThatIsThereStaysAsItIs() throws Exception {
    Path log = folder.resolve("a/log");
    Home.createClosed(log);
    assertThat(mode(log)).isEqualTo("rwx------");

    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rwxr-x---"));
    Home.createClosed(log);
    assertThat(mode(log)).isEqualTo("rwxr-x---");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void oneEngineOnlyMayRunInAHome() throws Exception {
    Home home = Home.at(folder);
    home.create();
    Path pid = home.run().resolve("italk.pid");
    try (HomeLock lock = HomeLock.take(home)) {
      assertThat(lock).isNotNull();
      assertThat(pid).hasContent(Long.toString(ProcessHandle.current().pid()));
      assertThatThrownBy(() -> HomeLock.take(home))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("An engine runs already in " + home.folder())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    assertThat(pid).doesNotExist();
    HomeLock.take(home).close();
  }
}
