package italk.engine.deploy.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** The hook in a real framework. */
class UntrustedRevisionsTest {

  private static final String EXTENSION = "italk.extension;italk.extension=demo";

  @TempDir Path folder;

  private final Set<BundleRevision> verified = ConcurrentHashMap.newKeySet();
  private final UntrustedRevisions hook = new UntrustedRevisions(verified::contains);
  private Framework framework;

  @BeforeEach
  void start() throws Exception {
    framework =
        new FrameworkFactory()
            .newFramework(Map.of("org.osgi.framework.storage", folder.resolve("cache").toString()));
    framework.start();
    framework.getBundleContext().registerService(ResolverHookFactory.class, hook, null);
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Test
  void anExtensionStartsOnlyIfItIsVerified() throws Exception {
    Bundle extension = install("any:door", "Provide-Capability", EXTENSION);
    assertHeldBack(extension);

    verified.add(extension.adapt(BundleRevision.class));
    extension.start();
    assertThat(extension.getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(hook.holdsBack(extension.adapt(BundleRevision.class))).isFalse();
  }

  @Test
  void anUpdateByAnotherDoorHasToBeVerifiedAnew() throws Exception {
    Bundle extension = install("any:door", "Provide-Capability", EXTENSION);
    verified.add(extension.adapt(BundleRevision.class));
    extension.start();

    assertThatThrownBy(() -> extension.update(bundle("any:door", "Provide-Capability", EXTENSION)))
        .as("Felix tries to start the new version")
        .isInstanceOf(BundleException.class);

    assertHeldBack(extension);
  }

  @Test
  void aBundleWithAHookOfTheEngineIsAnExtension() throws Exception {
    for (String hooked :
        new String[] {
          "extension.MessageInterceptor", "extension.ConnectInterceptor", "event.EngineListener"
        }) {
      assertHeldBack(
          install(
              hooked,
              "Provide-Capability",
              "osgi.service;objectClass:List<String>=\"other.Type,italk.engine.api."
                  + hooked
                  + "\""));
      assertHeldBack(
          install(
              hooked + "-alone",
              "Provide-Capability",
              "osgi.service;objectClass=italk.engine.api." + hooked));
    }
  }

  @Test
  void whatWasInstalledAsAnExtensionIsOneWhateverItDeclares() throws Exception {
    assertHeldBack(install("italk-extension:demo:1"));
  }

  @Test
  void whatIsNoExtensionStarts() throws Exception {
    Bundle plain = install("plain");
    plain.start();
    assertThat(plain.getState()).isEqualTo(Bundle.ACTIVE);

    Bundle service =
        install(
            "service", "Provide-Capability", "osgi.service;objectClass:List<String>=\"a.B,c.D\"");
    service.start();
    assertThat(service.getState()).isEqualTo(Bundle.ACTIVE);
  }

  @Test
  void othersResolveWhileOneIsHeldBack() throws Exception {
    Bundle exporter = install("exporter", "Export-Package", "demo.shared");
    exporter.start();
    for (String[] header :
        new String[][] {
          {"Import-Package", "demo.shared,org.osgi.framework"}, {"Export-Package", "demo.shared"}
        }) {
      Bundle untrusted = install("italk-extension:" + header[0], header);
      assertHeldBack(untrusted);
      Bundle user =
          install("user-" + header[0], "Import-Package", "demo.shared,org.osgi.framework");
      user.start();
      assertThat(user.getState()).isEqualTo(Bundle.ACTIVE);

      Bundle another = install("another-" + header[0], "Import-Package", "demo.shared");
      framework
          .adapt(FrameworkWiring.class)
          .resolveBundles(header[0].equals("Import-Package") ? List.of(untrusted, another) : null);
      assertHeldBack(untrusted);
      another.start();
      assertThat(another.getState()).isEqualTo(Bundle.ACTIVE);
    }
  }

  @Test
  void anUnverifiedFragmentIsNotAttachedToAnExtension() throws Exception {
    Bundle host = install("host", "Provide-Capability", EXTENSION);
    verified.add(host.adapt(BundleRevision.class));
    install("fragment", "Fragment-Host", "host");
    host.start();
    assertThat(fragmentsOf(host)).isZero();
  }

  @Test
  void aVerifiedFragmentIsAttached() throws Exception {
    Bundle host = install("host", "Provide-Capability", EXTENSION);
    Bundle fragment = install("fragment", "Fragment-Host", "host");
    verified.add(host.adapt(BundleRevision.class));
    verified.add(fragment.adapt(BundleRevision.class));
    host.start();
    assertThat(fragmentsOf(host)).isOne();
  }

  @Test
  void anUnverifiedFragmentMayBeAttachedToWhatIsNoExtension() throws Exception {
    Bundle host = install("host");
    install("fragment", "Fragment-Host", "host");
    host.start();
    assertThat(fragmentsOf(host)).isOne();
  }

  private void assertHeldBack(Bundle bundle) {
    assertThat(hook.holdsBack(bundle.adapt(BundleRevision.class))).isTrue();
    assertThatThrownBy(bundle::start)
        .isInstanceOfSatisfying(
            BundleException.class,
            failed -> assertThat(failed.getType()).isEqualTo(BundleException.RESOLVE_ERROR));
    assertThat(bundle.getState()).isEqualTo(Bundle.INSTALLED);
  }

  private static int fragmentsOf(Bundle host) {
    return host.adapt(BundleWiring.class).getProvidedWires(BundleRevision.HOST_NAMESPACE).size();
  }

  private Bundle install(String location, String... header) throws Exception {
    return framework.getBundleContext().installBundle(location, bundle(location, header));
  }

  private static ByteArrayInputStream bundle(String location, String... header) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", location.replace(':', '.'));
    if (header.length > 0) {
      main.putValue(header[0], header[1]);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new JarOutputStream(out, manifest).close();
    return new ByteArrayInputStream(out.toByteArray());
  }
}
