package italk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisioningTest {

  private static final Map<String, String> FIRST =
      Map.of(
          "config.json", "{}",
          "bin/italk", "script 1",
          "bundle/3-engine/engine-1.jar", "engine 1",
          "conf/logging.properties", "log 1",
          "extensions/welcome.jar", "welcome 1",
          "extensions/limiter.jar", "limiter 1");

  @TempDir Path home;

  private final Map<String, String> next = new HashMap<>(FIRST);

  @BeforeEach
  void first() throws IOException {
    bring(FIRST);
  }

  @Test
  void bringsEverythingToANewHome() throws IOException {
    for (Map.Entry<String, String> file : FIRST.entrySet()) {
      assertThat(home.resolve(file.getKey())).hasContent(file.getValue());
    }
    assertThat(Files.isExecutable(home.resolve("bin/italk"))).isTrue();
  }

  @Test
  void replacesWhatNobodyTouched() throws IOException {
    next.put("conf/logging.properties", "log 2");
    next.put("extensions/welcome.jar", "welcome 2");
    bring(next);
    assertThat(home.resolve("conf/logging.properties")).hasContent("log 2");
    assertThat(home.resolve("extensions/welcome.jar")).hasContent("welcome 2");
  }

  @Test
  void leavesAloneWhatTheOperatorChanged() throws IOException {
    Files.writeString(home.resolve("config.json"), "{\"logging\": false}");
    Files.writeString(home.resolve("conf/logging.properties"), "mine");
    Files.writeString(home.resolve("extensions/welcome.jar"), "my welcome");
    Files.delete(home.resolve("extensions/limiter.jar"));
    Files.writeString(home.resolve("extensions/other.jar"), "other");
    next.replaceAll((name, text) -> text + " and more");
    bring(next);
    bring(next);
    assertThat(home.resolve("config.json")).hasContent("{\"logging\": false}");
    assertThat(home.resolve("conf/logging.properties")).hasContent("mine");
    assertThat(home.resolve("extensions/welcome.jar")).hasContent("my welcome");
    assertThat(home.resolve("extensions/limiter.jar")).doesNotExist();
    assertThat(home.resolve("extensions/other.jar")).hasContent("other");
  }

  @Test
  void neverReplacesTheConfigurationEvenWhereItIsStillTheFirst() throws IOException {
    next.put("config.json", "{\"extensions\": []}");
    bring(next);
    assertThat(home.resolve("config.json")).hasContent("{}");
  }

  @Test
  void keepsItsOwnBundlesAsShipped() throws IOException {
    Files.writeString(home.resolve("bin/italk"), "broken");
    next.remove("bundle/3-engine/engine-1.jar");
    next.put("bundle/3-engine/engine-2.jar", "engine 2");
    bring(next);
    assertThat(home.resolve("bin/italk")).hasContent("script 1");
    assertThat(home.resolve("bundle/3-engine/engine-1.jar")).doesNotExist();
    assertThat(home.resolve("bundle/3-engine/engine-2.jar")).hasContent("engine 2");
  }

  @Test
  void bringsToAnotherHomeOnlyWhatIsTheOperators() throws IOException {
    Path other = Files.createDirectory(home.resolve("other"));
    new Provisioning(other).from(distribution(FIRST), Provisioning.HOME_ONLY);
    assertThat(other.resolve("extensions/welcome.jar")).exists();
    assertThat(other.resolve("bundle")).doesNotExist();
    assertThat(other.resolve("bin")).doesNotExist();
  }

  @Test
  void writesNothingOutsideOfTheHome() {
    assertThatThrownBy(() -> bring(Map.of("conf/../../outside", "x")))
        .hasMessageContaining("conf/../../outside");
  }

  private void bring(Map<String, String> files) throws IOException {
    new Provisioning(home).from(distribution(files), Provisioning.EVERYTHING);
  }

  private static Distribution distribution(Map<String, String> files) {
    return visitor -> {
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
        visitor.file(file.getKey(), new ByteArrayInputStream(bytes));
      }
    };
  }
}
