package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import italk.engine.api.configuration.ConfigurationOutcome;
import italk.engine.api.configuration.ConfigurationOutcome.Result;
import italk.engine.api.configuration.ConfigurationPreview;
import italk.engine.api.configuration.ConfigurationVersion;
import italk.engine.config.preview.Reactions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;

/** The real thread: who waits for what, and how long. */
class ConfigurationDoorTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir Path home;

  private final FakeFramework framework = new FakeFramework();
  private final MemoryConfigurationAdmin admin = new MemoryConfigurationAdmin();

  // Whoever writes waits for it.
  private volatile CountDownLatch writing = new CountDownLatch(0);
  private final CountDownLatch reached = new CountDownLatch(1);
  private ConfigurationComponent component;
  private ConfigurationDoor door;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(file(), "{\"extensions\":[\"x\"],\"x\":{\"a\":1}}");
    framework.properties.put("italk.home", home.toString());
    framework.install(
        FakeFramework.bundle(
            7,
            Bundle.INSTALLED,
            0,
            Files.createDirectory(home.resolve("entries")),
            Map.of("italk.extension", "x", "component", "sample.X")));
    Path manifest = home.resolve("entries/META-INF/MANIFEST.MF");
    Files.createDirectories(manifest.getParent());
    Files.writeString(manifest, "");
    component = new ConfigurationComponent(framework.context, slowAdmin());
    door = new ConfigurationDoor(component, () -> Reactions.UNKNOWN, LONG);
    await().atMost(LONG).until(() -> admin.properties("sample.X") != null);
    await().atMost(LONG).until(() -> door.history().size() == 1);
  }

  @AfterEach
  void stop() throws Exception {
    writing.countDown();
    component.stop();
  }

  @Test
  void answersWhenItIsInForce() throws Exception {
    assertThat(door.set("x.a", "2", "ana").result()).isEqualTo(Result.DONE);
    assertThat(admin.properties("sample.X")).containsEntry("a", 2L);
    assertThat(door.get("x.a")).contains("2");
    assertThat(door.get("")).contains("{\"extensions\": [\"x\"], \"x\": {\"a\": 2}}");

    assertThat(door.enable("y", "ana").result()).isEqualTo(Result.DONE);
    assertThat(door.order(List.of("y"), "ana").result()).isEqualTo(Result.DONE);
    assertThat(door.get("extensions")).contains("[\"y\", \"x\"]");
    assertThat(door.disable("y", "ana").result()).isEqualTo(Result.DONE);
    assertThat(door.unset("x.a", "ana").result()).isEqualTo(Result.DONE);
    assertThat(file()).hasContent("{\"extensions\":[\"x\"],\"x\":{}}");
    assertThat(door.undo("ana").result()).isEqualTo(Result.DONE);
    assertThat(file()).hasContent("{\"extensions\":[\"x\"],\"x\":{\"a\":2}}");
  }

  @Test
  void previewsWithoutWaitingForAnybody() throws Exception {
    Path next = Files.writeString(home.resolve("next.json"), "{\"extensions\":[\"x\",\"y\"]}");
    CountDownLatch busy = new CountDownLatch(1);
    component.later(changes -> awaitQuietly(busy));

    ConfigurationPreview preview =
        CompletableFuture.supplyAsync(() -> door.preview(next)).get(10, TimeUnit.SECONDS);
    busy.countDown();

    assertThat(preview.isGood()).isTrue();
    assertThat(preview.changes())
        .containsExactly("y: enabled, number 2 of 2, not installed", "x.a: 1 -> not given");
    assertThat(door.preview(door.file()).changes()).isEmpty();
    assertThat(door.file()).isEqualTo(file());
  }

  @Test
  void doesOneAfterTheOtherAndLosesNone() throws Exception {
    List<CompletableFuture<ConfigurationOutcome>> all = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String path = "x.k" + i;
      all.add(CompletableFuture.supplyAsync(() -> door.set(path, "true", "ana")));
    }
    for (CompletableFuture<ConfigurationOutcome> one : all) {
      assertThat(one.get(20, TimeUnit.SECONDS).result()).isEqualTo(Result.DONE);
    }
    assertThat(admin.properties("sample.X")).containsKeys("a", "k0", "k15").hasSize(20);
    assertThat(door.history()).hasSize(17);
  }

  @Test
  void cleansTheNameOfWhoItIs() {
    door.set("x.a", "2", "ana\nERROR \u001b[31m" + "x".repeat(200));
    ConfigurationVersion version = door.history().get(0);
    assertThat(version.who()).startsWith("ana ERROR  [31mx").hasSize(100);
    assertThatThrownBy(() -> door.set("x.a", "2", null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void saysThatItIsNotDoneYet() throws Exception {
    ConfigurationDoor hasty = new ConfigurationDoor(component, () -> Reactions.UNKNOWN, SHORT);
    writing = new CountDownLatch(1);
    CompletableFuture<ConfigurationOutcome> first =
        CompletableFuture.supplyAsync(() -> hasty.set("x.a", "2", "ana"));
    assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(first.get(10, TimeUnit.SECONDS).result()).isEqualTo(Result.PENDING);
    assertThat(hasty.set("x.a", "3", "ana").result()).isEqualTo(Result.FAILED);
    writing.countDown();
    await().atMost(LONG).until(() -> door.history().size() == 2);
    assertThat(door.set("x.a", "2", "ana").result()).isEqualTo(Result.UNCHANGED);
  }

  @Test
  void letsOnlySoManyWait() throws Exception {
    ConfigurationDoor hasty =
        new ConfigurationDoor(component, () -> Reactions.UNKNOWN, Duration.ofMillis(1));
    CountDownLatch busy = new CountDownLatch(1);
    component.later(changes -> awaitQuietly(busy));
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      messages.add(hasty.set("x.a", "2", "ana").message());
    }
    busy.countDown();
    assertThat(messages.get(31)).contains("had not begun");
    assertThat(messages.get(32)).contains("More than 32");
    assertThat(door.set("x.a", "1", "ana").result()).isEqualTo(Result.UNCHANGED);
  }

  @Test
  void refusesWhoWouldWaitForItself() throws Exception {
    CompletableFuture<ConfigurationOutcome> answer = new CompletableFuture<>();
    component.later(changes -> answer.complete(door.set("x.a", "2", "ana")));
    assertThat(answer.get(10, TimeUnit.SECONDS).result()).isEqualTo(Result.REFUSED);
  }

  @Test
  void saysThatItStops() throws Exception {
    component.stop();
    assertThat(door.set("x.a", "2", "ana").result()).isEqualTo(Result.FAILED);
  }

  @Test
  void writesBackWhatConfigAdminTellsOf() throws Exception {
    Hashtable<String, Object> edited = new Hashtable<>();
    edited.put("a", 5L);
    admin.entries.get("sample.X").properties = edited;
    new ConfigAdminEvents(component)
        .configurationEvent(
            new ConfigurationEvent(reference(), ConfigurationEvent.CM_UPDATED, null, "sample.X"));

    await().atMost(LONG).until(() -> Files.readString(file()).contains("\"a\":5"));
    await().atMost(LONG).until(() -> door.history().get(0).who().equals("Config Admin"));
  }

  @SuppressWarnings("unchecked")
  private static ServiceReference<ConfigurationAdmin> reference() {
    return (ServiceReference<ConfigurationAdmin>)
        Proxy.newProxyInstance(
            ServiceReference.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (self, method, arguments) -> null);
  }

  private ConfigurationAdmin slowAdmin() {
    return (ConfigurationAdmin)
        Proxy.newProxyInstance(
            ConfigurationAdmin.class.getClassLoader(),
            new Class<?>[] {ConfigurationAdmin.class},
            (self, method, arguments) -> {
              if (method.getName().equals("getConfiguration") && writing.getCount() > 0) {
                reached.countDown();
                awaitQuietly(writing);
              }
              try {
                return method.invoke(admin, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path file() {
    return home.resolve("config.json");
  }
}
