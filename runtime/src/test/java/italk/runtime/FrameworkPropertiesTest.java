package italk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameworkPropertiesTest {

  @TempDir Path root;

  private Home home;
  private Installation installation;

  @BeforeEach
  void folders() throws IOException {
    home = Home.at(root.resolve("home"));
    home.create();
    installation = new Installation(root.resolve("installation"));
    write("conf/logging.properties", "a.fileName = ${italk.log}/x.log\nb = ${date:yyyy}\n");
  }

  @Test
  void everythingLiesInTheHomeWhereNothingElseIsSaid() {
    Map<String, String> properties = of(Map.of());
    assertThat(properties)
        .containsEntry("italk.home", home.folder().toString())
        .containsEntry("italk.config", home.folder().resolve("config.json").toString())
        .containsEntry("italk.data", home.folder().resolve("data").toString())
        .containsEntry("italk.engine.await", "italk.extensions.read")
        .containsEntry(
            "org.apache.felix.configadmin.plugin.interpolation.secretsdir",
            home.folder().resolve("conf/secrets").toString())
        .containsEntry("felix.fileinstall.dir", home.folder().resolve("extensions").toString());
  }

  @Test
  void theCommandLineWinsOverTheFileAndTheFileOverTheRest() throws IOException {
    write("conf/framework.properties", "italk.data=${italk.home}/d\nfelix.fileinstall.poll=99\n");
    assertThat(of(Map.of()))
        .containsEntry("italk.data", home.folder() + "/d")
        .containsEntry("org.osgi.framework.storage", home.folder() + "/d/felix-cache")
        .containsEntry("felix.fileinstall.poll", "99");
    assertThat(of(Map.of("italk.data", "/e", "italk.extensions", "/x")))
        .containsEntry("italk.data", "/e")
        .containsEntry("felix.fileinstall.dir", "/x");
  }

  @Test
  void theHomesOwnFileWinsOverTheInstallations() throws IOException {
    write("conf/framework.properties", "felix.fileinstall.poll=99\n");
    Path own = home.folder().resolve("conf/framework.properties");
    Files.createDirectories(own.getParent());
    Files.writeString(own, "felix.fileinstall.poll=77\n");
    assertThat(of(Map.of())).containsEntry("felix.fileinstall.poll", "77");
  }

  @Test
  void anUnknownPlaceholderIsAnErrorThatNamesFileAndKey() throws IOException {
    write("conf/framework.properties", "italk.data=${italk.hom}/d\n");
    assertThatThrownBy(() -> of(Map.of()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("framework.properties, key italk.data: there is no ${italk.hom}");
  }

  @Test
  void fillsTheLoggingFileAndLeavesPlaceholdersThatAreLog4js() {
    Map<String, String> properties = of(Map.of("italk.log", "/var/log/italk"));
    Map<String, String> logging =
        FrameworkProperties.read(Path.of(properties.get("italk.logging")));
    assertThat(logging)
        .containsEntry("a.fileName", "/var/log/italk/x.log")
        .containsEntry("b", "${date:yyyy}");
  }

  private Map<String, String> of(Map<String, String> overrides) {
    return FrameworkProperties.of(home, installation, overrides);
  }

  private void write(String name, String text) throws IOException {
    Path file = installation.folder().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
