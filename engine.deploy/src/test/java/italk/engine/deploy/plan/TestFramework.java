package italk.engine.deploy.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** A real framework that has the engine's API in version 1.0.0, and bundles without code for it. */
final class TestFramework {

  private final AtomicInteger numbers = new AtomicInteger();
  private final Path folder;
  private final Framework framework;

  TestFramework(Path folder) throws BundleException {
    this.folder = folder;
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    "org.osgi.framework.storage",
                    folder.resolve("cache").toString(),
                    "org.osgi.framework.system.packages.extra",
                    "italk.engine.api;version=1.0.0,italk.engine.api.extension;version=1.0.0"));
    framework.start();
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /** Headers are given as {@code "Import-Package: x.y"}. */
  Path jar(String symbolicName, String version, String... headers) throws IOException {
    Path file = folder.resolve(symbolicName + "-" + numbers.incrementAndGet() + ".jar");
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", symbolicName);
    main.putValue("Bundle-Version", version);
    for (String header : headers) {
      String[] parts = header.split(": ", 2);
      main.putValue(parts[0], parts[1]);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
    return file;
  }

  /** An extension, or a library of extensions, that runs. */
  Bundle extension(String symbolicName, String version, String... headers) throws Exception {
    return started("italk-extension:" + symbolicName + ":1", symbolicName, version, headers);
  }

  /** A bundle of the engine that runs. */
  Bundle core(String symbolicName, String version, String... headers) throws Exception {
    return started("file:" + symbolicName, symbolicName, version, headers);
  }

  Bundle started(String location, String symbolicName, String version, String... headers)
      throws Exception {
    try (InputStream in = Files.newInputStream(jar(symbolicName, version, headers))) {
      Bundle bundle = context().installBundle(location, in);
      bundle.start();
      return bundle;
    }
  }

  /** What no plan may change. */
  List<String> picture() {
    List<String> bundles =
        Arrays.stream(context().getBundles())
            .map(one -> one + " " + one.getState() + " " + one.getLastModified())
            .toList();
    return List.of(
        bundles.toString(),
        framework.adapt(FrameworkWiring.class).getRemovalPendingBundles().toString());
  }

  void stop() throws BundleException, InterruptedException {
    framework.stop();
    framework.waitForStop(10_000);
  }
}
