package italk.bench.setup;

import italk.engine.api.Engine;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * A Felix without anything of the engine. The types of the engine's API and of Event Admin are
 * those of the class path, so that services can be used from outside.
 */
public final class PlainFelix implements AutoCloseable {

  private static final long STOP_BOUND_MILLIS = 10_000;

  private final Path storage;
  private final Framework framework;

  private PlainFelix(Path storage, Framework framework) {
    this.storage = storage;
    this.framework = framework;
  }

  /** Starts one. */
  public static PlainFelix start(Map<String, String> properties) throws Exception {
    Path storage = Place.newFolder("felix");
    Map<String, String> all = new HashMap<>(properties);
    all.put(Constants.FRAMEWORK_STORAGE, storage.toString());
    all.put(
        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
        "org.osgi.service.event;version=1.4.0," + packagesOfTheApi());
    Framework framework = new FrameworkFactory().newFramework(all);
    framework.start();
    return new PlainFelix(storage, framework);
  }

  // Without "uses": the system bundle has all of them anyway.
  private static String packagesOfTheApi() throws IOException, URISyntaxException {
    Path jar = Path.of(Engine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile api = new JarFile(jar.toFile())) {
      return api.getManifest()
          .getMainAttributes()
          .getValue(Constants.EXPORT_PACKAGE)
          .replaceAll(";uses:=\"[^\"]*\"", "");
    }
  }

  /** The system bundle's. */
  public BundleContext context() {
    return framework.getBundleContext();
  }

  /** Installs a jar and starts it. */
  public Bundle start(Path jar) throws BundleException {
    Bundle bundle = context().installBundle(jar.toUri().toString());
    bundle.start();
    return bundle;
  }

  /** Starts a bundle of the distribution, found by the beginning of its file's name. */
  public Bundle startOfDistribution(String prefix) throws IOException, BundleException {
    try (Stream<Path> files = Files.walk(Place.distribution().resolve("bundle"))) {
      Path jar =
          files
              .filter(file -> file.getFileName().toString().startsWith(prefix))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "No " + prefix + "*.jar in " + Place.distribution() + "/bundle."));
      return start(jar);
    }
  }

  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(STOP_BOUND_MILLIS);
    } catch (BundleException e) {
      throw new IllegalStateException("Felix can't be stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Place.delete(storage);
  }
}
