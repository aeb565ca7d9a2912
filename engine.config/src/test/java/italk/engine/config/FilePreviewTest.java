package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.configuration.ConfigurationPreview;
import italk.engine.config.JarOptionCheck.Snapshot;
import italk.engine.config.change.SampleExtensions;
import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.preview.Effect.Reaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of somebody who wants to know before it is too late. */
class FilePreviewTest {

  private static final String IN_FORCE =
      "{\"extensions\":[\"welcome\",\"limiter\"],\"limiter\":{\"token\":\"hush\",\"burst\":7}}";

  @TempDir Path folder;

  @Test
  void tellsWhatWouldChangeAndWhatBecomesOfComponents() throws Exception {
    ConfigurationPreview preview = preview(IN_FORCE.replace("hush", "psst").replace("7", "8"));

    assertThat(preview.isGood()).isTrue();
    assertThat(preview.findings()).isEmpty();
    assertThat(preview.changes())
        .containsExactlyInAnyOrder(
            "limiter.burst: 7 -> 8", "limiter.token: (secret) -> (secret), another one");
    assertThat(preview.effects())
        .containsExactly("italk.extension.limiter is modified, without a restart");
  }

  @Test
  void namesTheFileThatItWasGivenAndTheErrorsFirst() throws Exception {
    ConfigurationPreview preview =
        preview("{\"extensions\":[\"welcom\",\"limiter\"],\n\"limiter\":{\"brust\":\"hush\"}}");

    assertThat(preview.isGood()).isFalse();
    assertThat(preview.changes()).isEmpty();
    assertThat(preview.findings().get(0).toString())
        .startsWith("new.json:2:12: limiter.brust: unknown option. Did you mean \"burst\"?");
    assertThat(preview.findings().get(1).toString())
        .startsWith("new.json:1:16: extensions: \"welcom\" is not installed")
        .endsWith("Did you mean \"welcome\"?");
    assertThat(preview.toString()).doesNotContain("hush");
  }

  @Test
  void whatIsNoReadableFileIsAFinding() throws Exception {
    assertThat(preview("{").findings().get(0).toString())
        .startsWith("new.json:1:2: this is not JSON");
    assertThat(preview(folder.resolve("none.json")).findings())
        .singleElement()
        .hasToString("none.json:1:1: " + folder.resolve("none.json") + " is not there.");
    assertThat(preview(folder).isGood()).isFalse();
    assertThat(preview(Path.of("/")).isGood()).isFalse();
  }

  private ConfigurationPreview preview(String text) throws IOException, JsonException {
    return preview(Files.writeString(folder.resolve("new.json"), text));
  }

  private static ConfigurationPreview preview(Path file) throws JsonException {
    byte[] content = IN_FORCE.getBytes(StandardCharsets.UTF_8);
    InForce inForce = new InForce("config.json", content, new JsonReader().read(content), true);
    return new FilePreview(
            () -> new Snapshot(inForce, SampleExtensions.installed()),
            () -> (pid, keys) -> Reaction.MODIFIED,
            Interpolation.NONE)
        .of(file);
  }
}
