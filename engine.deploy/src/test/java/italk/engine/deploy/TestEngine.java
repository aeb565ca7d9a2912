package italk.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;

/** A real framework with a fake engine that notes what happens to bundles, too. */
public final class TestEngine {

  private static final Map<Integer, String> EVENTS =
      Map.of(
          BundleEvent.STARTED, "started ",
          BundleEvent.STOPPED, "stopped ",
          BundleEvent.UNINSTALLED, "uninstalled ");

  /** What operations ask. */
  public final FakeEngine fake;

  private final Framework framework;
  private final Path home;
  private int jars;

  public TestEngine(Path home) throws Exception {
    this.home = home.toRealPath();
    Map<String, String> properties = new HashMap<>();
    properties.put("italk.home", this.home.toString());
    properties.put("org.osgi.framework.storage", home.resolve("cache").toString());
    properties.put("org.osgi.framework.storage.clean", "onFirstInit");
    properties.put("felix.fileinstall.start.level", "1");
    properties.put("org.osgi.framework.system.packages.extra", "org.apache.felix.hc.api");
    framework = new FrameworkFactory().newFramework(properties);
    framework.start();
    fake = new FakeEngine(context());
    context()
        .addBundleListener(
            (SynchronousBundleListener)
                event -> {
                  if (EVENTS.containsKey(event.getType())) {
                    fake.asked.add(EVENTS.get(event.getType()) + inWords(event.getBundle()));
                  }
                });
  }

  public BundleContext context() {
    return framework.getBundleContext();
  }

  /** The one door to operations; whatever is asked for now comes after the first reading. */
  ExtensionOperations operations(Map<String, ?> options) throws IOException {
    ExtensionOperations operations =
        new ExtensionOperations(context(), TestOptions.of(options), fake, fake);
    operations.versions("none");
    return operations;
  }

  public static Map<String, String> extension(String name) {
    return Map.of("Provide-Capability", "italk.extension;italk.extension=" + name);
  }

  /** A jar outside of the hot folder. */
  public Path jar(
      String symbolicName, String version, Map<String, String> headers, Class<?>... classes)
      throws IOException {
    Path folder = Files.createDirectories(home.resolve("jars"));
    String digits = String.valueOf(++jars);
    Path file = folder.resolve(symbolicName.split(";")[0] + "-jar-" + digits + ".jar");
    return classes.length == 0
        ? TestJar.write(file, symbolicName, version, headers)
        : TestJar.write(file, symbolicName, version, headers, classes);
  }

  /** All bundles but the framework's, such as {@code a 1.0.0 ACTIVE}. */
  public List<String> bundles() {
    return Stream.of(context().getBundles())
        .filter(bundle -> bundle.getBundleId() != 0)
        .map(bundle -> inWords(bundle) + " " + state(bundle))
        .toList();
  }

  public Bundle bundle(String symbolicName) {
    List<Bundle> found =
        Stream.of(context().getBundles())
            .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
            .toList();
    assertThat(found).as(symbolicName).hasSize(1);
    return found.get(0);
  }

  private static String inWords(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }

  private static String state(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.ACTIVE -> "ACTIVE";
      case Bundle.RESOLVED -> "RESOLVED";
      case Bundle.INSTALLED -> "INSTALLED";
      case Bundle.STARTING -> "STARTING";
      default -> "STOPPING";
    };
  }

  public void stop() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }
}
