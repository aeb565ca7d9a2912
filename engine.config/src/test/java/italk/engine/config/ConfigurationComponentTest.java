package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;

/** The real thread and the real clock. */
class ConfigurationComponentTest {

  private static final Duration WITHIN = Duration.ofSeconds(1);

  private static final String DOCUMENT =
      """
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
        <OCD id="o" name="Options"><AD id="a" type="Double"/></OCD>
        <Designate pid="sample.X"><Object ocdref="o"/></Designate>
      </metatype:MetaData>
      """;

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
  void writesTheSchemaOfWhatIsInstalled() throws Exception {
    Path schema = home.resolve("config.schema.json");
    framework.install(extension());

    await()
        .atMost(WITHIN)
        .until(() -> Files.exists(schema) && Files.readString(schema).contains("\"const\": \"x\""));
  }

  @Test
  void followsTheBundleThatIsStarted() throws Exception {
    // One that describes nothing, so that 1 is a Long, and one that describes a Double.
    Path documents = Files.createDirectories(home.resolve("two/OSGI-INF/metatype"));
    Files.writeString(documents.resolve("o.xml"), DOCUMENT);
    framework.bundles.add(extension(7, Bundle.ACTIVE, home));
    framework.install(extension(8, Bundle.RESOLVED, home.resolve("two")));
    awaitValue(1L);

    framework.bundles.set(0, extension(7, Bundle.RESOLVED, home));
    framework.bundles.set(1, extension(8, Bundle.STARTING, home.resolve("two")));
    framework.fire(BundleEvent.STARTING, framework.bundles.get(1));
    awaitValue(1.0);

    framework.bundles.set(0, extension(7, Bundle.ACTIVE, home));
    framework.bundles.set(1, extension(8, Bundle.STOPPING, home.resolve("two")));
    framework.fire(BundleEvent.STOPPING, framework.bundles.get(1));
    awaitValue(1L);

    framework.bundles.set(0, extension(7, Bundle.RESOLVED, home));
    framework.bundles.set(1, extension(8, Bundle.STARTING, home.resolve("two")));
    framework.fire(BundleEvent.LAZY_ACTIVATION, framework.bundles.get(1));
    awaitValue(1.0);
  }

  @Test
  void doesNotLookWhereItIsNoExtensionOrDecidesNothing() {
    Bundle core = FakeFramework.bundle(6, Bundle.ACTIVE, 0, home, null);
    framework.install(core);
    framework.install(extension());
    int looks = awaitNoMoreLooks();

    framework.fire(BundleEvent.STARTING, core);
    framework.fire(BundleEvent.STOPPING, core);
    framework.fire(BundleEvent.STARTED, framework.bundles.get(1));
    framework.fire(BundleEvent.STOPPED, framework.bundles.get(1));

    assertThat(awaitNoMoreLooks()).isEqualTo(looks);
  }

  @Test
  void answersWhetherAJarFits() {
    await().atMost(WITHIN.multipliedBy(5)).until(() -> admin.properties("italk.engine") != null);

    assertThat(component.check("x", home.resolve("absent.jar")))
        .singleElement()
        .satisfies(it -> assertThat(it.detail()).contains("absent.jar"));
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

  private void awaitValue(Object value) {
    await()
        .atMost(WITHIN.multipliedBy(5))
        .until(
            () ->
                admin.properties("sample.X") != null
                    && value.equals(admin.properties("sample.X").get("a")));
  }

  /** Waits until two polls made no look; the number of looks. */
  private int awaitNoMoreLooks() {
    AtomicInteger looks = new AtomicInteger(-1);
    await()
        .during(WITHIN.dividedBy(2))
        .atMost(WITHIN.multipliedBy(5))
        .until(() -> framework.looks.get() == looks.getAndSet(framework.looks.get()));
    return looks.get();
  }

  private Bundle extension() {
    return extension(7, Bundle.INSTALLED, home);
  }

  private static Bundle extension(long id, int state, Path entries) {
    return FakeFramework.bundle(
        id, state, 0, entries, Map.of("italk.extension", "x", "component", "sample.X"));
  }
}
