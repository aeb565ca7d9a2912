package italk.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.deploy.folder.ErrorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.service.condition.Condition;

/** The hot folder in a real framework; the test plays FileInstall. */
class HotFolderTest {

  private static final String READ = "(osgi.condition.id=italk.extensions.read)";

  @TempDir Path home;

  private Framework framework;
  private Path folder;
  private HotFolder hot;
  private ExtensionOperations operations;

  @BeforeEach
  void start() throws Exception {
    folder = Files.createDirectories(home.toRealPath().resolve("extensions"));
    Map<String, String> properties = new HashMap<>();
    properties.put("italk.home", home.toRealPath().toString());
    properties.put("org.osgi.framework.storage", home.resolve("cache").toString());
    properties.put("felix.fileinstall.start.level", "1");
    framework = new FrameworkFactory().newFramework(properties);
    framework.start();
    open();
  }

  private void open() throws Exception {
    FakeEngine engine = new FakeEngine(context());
    operations = new ExtensionOperations(context(), TestOptions.of(Map.of()), engine, engine);
    hot = new HotFolder(context());
    hot.bindOperations(operations);
    // Whatever is asked for now comes after the first reading.
    operations.versions("none");
  }

  private BundleContext context() {
    return framework.getBundleContext();
  }

  @AfterEach
  void stop() throws Exception {
    operations.deactivate();
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Test
  void installsUpdatesAndUninstalls() throws Exception {
    Path jar = bundle("a.jar", "a", "1.0.0");
    hot.install(jar.toFile());
    active("a", "1.0.0");

    bundle("a.jar", "a", "0.9.0");
    hot.update(jar.toFile());
    active("a", "0.9.0");

    Files.delete(jar);
    hot.uninstall(jar.toFile());
    assertThat(find("a")).isEmpty();
    assertThat(home.resolve("data/extensions")).isEmptyDirectory();
  }

  @Test
  void leavesTheSameBytesAlone() throws Exception {
    Path jar = bundle("a.jar", "a", "1.0.0");
    hot.install(jar.toFile());
    long modified = active("a", "1.0.0").getLastModified();
    List<Bundle> stopped = stops();

    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(5)));
    hot.update(jar.toFile());

    assertThat(active("a", "1.0.0").getLastModified()).isEqualTo(modified);
    assertThat(stopped).isEmpty();
  }

  @Test
  void doesNotTouchTheGoodVersionWhereAHalfCopiedOneComes() throws Exception {
    Path jar = bundle("a.jar", "a", "1.0.0");
    hot.install(jar.toFile());
    List<Bundle> stopped = stops();

    byte[] bytes = Files.readAllBytes(jar);
    Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));
    hot.update(jar.toFile());

    active("a", "1.0.0");
    assertThat(stopped).isEmpty();
    assertThat(error(jar)).contains("a.jar is refused").contains("not a whole jar");

    bundle("a.jar", "a", "1.1.0");
    hot.update(jar.toFile());
    active("a", "1.1.0");
    assertThat(ErrorFile.of(jar)).doesNotExist();
  }

  @Test
  void saysWhichPackageIsMissingAndInstallsOnceItIsThere() throws Exception {
    Path needy = bundle("a.jar", "needy", "1.0.0", "Import-Package", "x.y;version=\"[2,3)\"");
    hot.install(needy.toFile());
    assertThat(find("needy")).isEmpty();
    assertThat(error(needy)).contains("needs package x.y [2,3): nobody exports it");

    Path old = bundle("old.jar", "old", "1.0.0", "Export-Package", "x.y;version=\"1.9\"");
    hot.install(old.toFile());
    assertThat(find("needy")).isEmpty();

    Path giver = bundle("b.jar", "giver", "1.0.0", "Export-Package", "x.y;version=\"2.1\"");
    hot.install(giver.toFile());
    active("needy", "1.0.0");
    assertThat(ErrorFile.of(needy)).doesNotExist();
  }

  @Test
  void goesBackWhereTheNewVersionDoesNotResolveOrStart() throws Exception {
    Path jar = bundle("a.jar", "a", "1.0.0");
    hot.install(jar.toFile());

    bundle("a.jar", "a", "1.1.0", "Import-Package", "not.there");
    hot.update(jar.toFile());
    active("a", "1.0.0");
    assertThat(error(jar)).contains("package not.there").contains("the version before, runs on");

    bundle("a.jar", "a", "1.2.0", "Bundle-Activator", "not.there.Activator");
    hot.update(jar.toFile());
    active("a", "1.0.0");
    assertThat(error(jar)).contains("it can't be started").contains("not.there.Activator");

    Files.delete(jar);
    hot.uninstall(jar.toFile());
    assertThat(find("a")).isEmpty();
    assertThat(ErrorFile.of(jar)).doesNotExist();
  }

  @Test
  void goesBackWhereAnotherExtensionCouldNotUseTheNewVersion() throws Exception {
    Path giver = bundle("a.jar", "giver", "1.0.0", "Export-Package", "x.y");
    Path user = bundle("b.jar", "user", "1.0.0", "Import-Package", "x.y");
    hot.install(giver.toFile());
    hot.install(user.toFile());

    bundle("a.jar", "giver", "1.1.0", "Export-Package", "x.z");
    hot.update(giver.toFile());

    active("giver", "1.0.0");
    active("user", "1.0.0");
    assertThat(error(giver)).contains("the version before, runs on");
  }

  @Test
  void aNewFileNameIsAnUpdateInWhateverOrder() throws Exception {
    Path old = bundle("a-1.0.jar", "a", "1.0.0");
    hot.install(old.toFile());
    active("a", "1.0.0");

    Path next = bundle("a-1.1.jar", "a", "1.1.0");
    hot.install(next.toFile());
    Files.delete(old);
    hot.uninstall(old.toFile());
    active("a", "1.1.0");

    Path last = bundle("a-1.2.jar", "a", "1.2.0");
    Files.delete(next);
    hot.uninstall(next.toFile());
    hot.install(last.toFile());
    active("a", "1.2.0");
  }

  @Test
  void ofTwoFilesTheHigherVersionRunsUntilItIsDeleted() throws Exception {
    Path low = bundle("b.jar", "a", "1.0.0");
    Path high = bundle("a.jar", "a", "2.0.0");
    hot.install(high.toFile());
    hot.install(low.toFile());
    active("a", "2.0.0");

    Files.delete(high);
    hot.uninstall(high.toFile());
    active("a", "1.0.0");
  }

  @Test
  void aFileThatBecomesAnotherBundleReplacesTheFirst() throws Exception {
    Path jar = bundle("a.jar", "a", "1.0.0");
    hot.install(jar.toFile());
    bundle("a.jar", "b", "1.0.0");
    hot.update(jar.toFile());
    active("b", "1.0.0");
    assertThat(find("a")).isEmpty();
  }

  @Test
  void neverReplacesOrRestartsTheCore() throws Exception {
    Path core =
        TestJar.write(
            home.resolve("core.jar"),
            "core",
            "1.0.0",
            Map.of("Import-Package", "x.y;resolution:=optional"));
    Path jar = bundle("a.jar", "giver", "1.0.0", "Export-Package", "x.y");
    hot.install(jar.toFile());
    Bundle coreBundle =
        framework.getBundleContext().installBundle("core", Files.newInputStream(core));
    coreBundle.start();
    List<Bundle> stopped = stops();

    bundle("a.jar", "giver", "1.1.0", "Export-Package", "x.y");
    hot.update(jar.toFile());
    active("giver", "1.0.0");
    assertThat(error(jar)).contains("would restart core");

    Path impostor = bundle("core.jar", "core", "2.0.0");
    hot.install(impostor.toFile());
    assertThat(error(impostor)).contains("has the Bundle-SymbolicName of core 1.0.0");
    assertThat(stopped).isEmpty();
  }

  @Test
  void aStoppedExtensionStaysStoppedWhenItIsUpdated() throws Exception {
    Path jar = bundle("a.jar", "a", "1.0.0");
    hot.install(jar.toFile());
    active("a", "1.0.0").stop();
    bundle("a.jar", "a", "1.1.0");
    hot.update(jar.toFile());
    assertThat(find("a").orElseThrow().getVersion()).hasToString("1.1.0");
    assertThat(find("a").orElseThrow().getState()).isEqualTo(Bundle.RESOLVED);
  }

  @Test
  void runsTheLastGoodVersionWhereARestartFindsADamagedJar() throws Exception {
    Path jar = bundle("a.jar", "a", "1.0.0");
    hot.install(jar.toFile());
    find("a").orElseThrow().uninstall();
    Files.writeString(jar, "half");

    operations.deactivate();
    open();
    hot.install(jar.toFile());

    active("a", "1.0.0");
    assertThat(error(jar)).contains("not a whole jar");
  }

  @Test
  void takesOverWhatItInstalledBeforeAndUninstallsWhatIsGone() throws Exception {
    Path stays = bundle("a.jar", "a", "1.0.0");
    Path goes = bundle("b.jar", "b", "1.0.0");
    hot.install(stays.toFile());
    hot.install(goes.toFile());
    operations.deactivate();
    Files.delete(goes);
    List<Bundle> stopped = stops();

    open();
    hot.install(stays.toFile());

    active("a", "1.0.0");
    assertThat(find("b")).isEmpty();
    assertThat(stopped).extracting(Bundle::getSymbolicName).containsExactly("b");
  }

  @Test
  void readsTheFolderOnceByItselfAndSaysSo() throws Exception {
    assertThat(isRead()).as("an empty folder").isTrue();
    operations.deactivate();
    framework.stop();
    framework.waitForStop(10_000);

    bundle("a.jar", "a", "1.0.0", "Import-Package", "x.y");
    bundle("b.jar", "b", "1.0.0", "Export-Package", "x.y");
    Path bad = Files.writeString(folder.resolve("c.jar"), "no jar");
    start();

    assertThat(isRead()).isTrue();
    active("a", "1.0.0");
    active("b", "1.0.0");
    assertThat(error(bad)).contains("not a whole jar");
  }

  @Test
  void handlesVisibleJarsOfTheFolderOnly() {
    assertThat(hot.canHandle(folder.resolve("a.jar").toFile())).isTrue();
    for (String other : List.of(".a.jar", "a.jar.part", "a.jar.error", "a.cfg", "sub/a.jar")) {
      assertThat(hot.canHandle(folder.resolve(other).toFile())).as(other).isFalse();
    }
  }

  private boolean isRead() throws Exception {
    return !framework.getBundleContext().getServiceReferences(Condition.class, READ).isEmpty();
  }

  private List<Bundle> stops() {
    List<Bundle> stopped = new CopyOnWriteArrayList<>();
    framework
        .getBundleContext()
        .addBundleListener(
            (SynchronousBundleListener)
                event -> {
                  if (event.getType() == BundleEvent.STOPPING) {
                    stopped.add(event.getBundle());
                  }
                });
    return stopped;
  }

  private Bundle active(String symbolicName, String version) {
    Bundle bundle = find(symbolicName).orElseThrow();
    assertThat(bundle.getVersion()).hasToString(version);
    assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    return bundle;
  }

  private Optional<Bundle> find(String symbolicName) {
    return Stream.of(framework.getBundleContext().getBundles())
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst();
  }

  private Path bundle(String file, String symbolicName, String version, String... header)
      throws IOException {
    Map<String, String> more = header.length == 0 ? Map.of() : Map.of(header[0], header[1]);
    return TestJar.write(folder.resolve(file), symbolicName, version, more);
  }

  private static String error(Path jar) throws IOException {
    return Files.readString(ErrorFile.of(jar));
  }
}
