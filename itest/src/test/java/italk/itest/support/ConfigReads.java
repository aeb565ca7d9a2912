package italk.itest.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.FindHook;

/**
 * Makes the engine look at {@code config.json} at once, by an extension that is started and
 * stopped, and tells when it has: each time, it looks at the bundles first.
 */
public final class ConfigReads implements AutoCloseable {

  private static final long LIMIT_SECONDS = 20;

  private final Semaphore looks = new Semaphore(0);
  private final ServiceRegistration<FindHook> registration;
  private final Bundle passing;

  /** Begins to count. */
  public ConfigReads(BundleContext context) throws IOException, BundleException {
    FindHook hook =
        (asking, bundles) -> {
          if ("italk.engine.config".equals(asking.getBundle().getSymbolicName())) {
            looks.release();
          }
        };
    registration = context.registerService(FindHook.class, hook, null);
    passing = context.installBundle("itest:passing", new ByteArrayInputStream(jar()));
  }

  private static byte[] jar() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", "italk.itest.passing");
    manifest
        .getMainAttributes()
        .putValue(
            "Provide-Capability", "italk.extension;italk.extension=passing;component=\"none\"");
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    new JarOutputStream(jar, manifest).close();
    return jar.toByteArray();
  }

  /** Returns when the file was read twice, by looks that began and ended after this call. */
  public void awaitTwo(String what) throws BundleException, InterruptedException {
    // The read of the second look has ended when the third one begins.
    for (int look = 0; look < 3; look++) {
      looks.drainPermits();
      if (passing.getState() == Bundle.ACTIVE) {
        passing.stop(Bundle.STOP_TRANSIENT);
      } else {
        passing.start(Bundle.START_TRANSIENT);
      }
      if (!looks.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("Not read within " + LIMIT_SECONDS + " s: " + what);
      }
    }
  }

  @Override
  public void close() throws BundleException {
    registration.unregister();
    passing.uninstall();
  }
}
