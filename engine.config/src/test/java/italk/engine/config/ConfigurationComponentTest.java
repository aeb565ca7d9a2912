package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** The real thread and the real clock. */
class ConfigurationComponentTest {

  private static final Duration WITHIN = Duration.ofSeconds(1);

  @TempDir Path home;

  private final FakeFramework framework = new FakeFramework();
  private final MemoryConfigurationAdmin admin = new MemoryConfigurationAdmin();
  private ConfigurationComponent component;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(home.resolve("config.json"), "{\"extensions\":[\"x\"],\"x\":{\"a\":1}}");
    framework.properties.put("italk.home", home.toString());
    component = new ConfigurationComponent(framework.context, admin);
  }

  @AfterEach
  void stop() throws Exception {
    component.stop();
  }

  @Test
  void bringsAChangeToConfigAdminWithinASecond() throws Exception {
    framework.install(extension());
    await().atMost(WITHIN.multipliedBy(5)).until(() -> admin.properties("sample.X") != null);

    Files.writeString(home.resolve("config.json"), "{\"extensions\":[\"x\"],\"x\":{\"a\":2}}");
    await().atMost(WITHIN).until(() -> admin.properties("sample.X").get("a").equals(2L));
  }

  @Test
  void goesOnAfterAFault() {
    await().atMost(WITHIN.multipliedBy(5)).until(() -> admin.properties("italk.engine") != null);
    framework.lookFails = true;
    framework.install(extension());
    await().atMost(WITHIN).until(() -> framework.looksFailed.get() > 1);
    assertThat(admin.properties("sample.X")).isNull();
    framework.lookFails = false;

    await().atMost(WITHIN).until(() -> admin.properties("sample.X") != null);
  }

  @Test
  void leavesNoThreadAndNoListenerBehind() throws Exception {
    await().atMost(WITHIN.multipliedBy(5)).until(() -> admin.properties("italk.engine") != null);
    component.stop();

    assertThat(framework.listeners).isEmpty();
    await()
        .atMost(WITHIN)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(it -> it.getName().equals("italk-config")));
    assertThat(admin.properties("italk.engine")).isNotNull();
  }

  private Bundle extension() {
    return FakeFramework.bundle(
        7, Bundle.INSTALLED, 0, home, Map.of("italk.extension", "x", "component", "sample.X"));
  }
}
