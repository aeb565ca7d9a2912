package italk.itest.support;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.OptionUtils;
import org.ops4j.pax.exam.options.FrameworkPropertyOption;
import org.ops4j.pax.exam.options.ProvisionOption;

/**
 * An integrator's container: the distribution without {@code engine.config}, which has its
 * configurations by one of the ways that the integrator's guide shows. What the guide shows is what
 * is used. For use outside of the framework.
 */
public final class OwnContainer {

  private static final String CONFIG = "italk.engine.config";
  private static final List<String> CONFIGURATOR =
      List.of("org.apache.felix.configurator-", "org.apache.felix.cm.json-", "jakarta.json-2");

  private OwnContainer() {}

  /** By the OSGi Configurator, with the guide's JSON and more of it. */
  public static Option byConfigurator(Path home, String file, Edit edit) throws IOException {
    List<Option> options = withoutConfig(home);
    for (String name : CONFIGURATOR) {
      options.add(bundle("reference:" + onClassPath(name).toUri()).startLevel(2).start());
    }
    Path jar = jar(file, edit.of(block("json", ":configurator:resource-version")));
    options.add(bundle("reference:" + jar.toUri()).startLevel(3).start());
    return composite(options.toArray(Option[]::new));
  }

  /** By files in a folder that FileInstall reads, with the guide's files and more of them. */
  public static Option byFolder(Path home, Edit edit) throws IOException {
    List<Option> options = withoutConfig(home);
    Path etc = Files.createDirectories(home.resolve("etc"));
    String files = edit.of(block("properties", "# etc/italk.store.cfg"));
    Matcher parts = Pattern.compile("# etc/(\\S+)\n([^#]*)").matcher(files);
    for (MatchResult part : parts.results().toList()) {
      Files.writeString(etc.resolve(part.group(1)), part.group(2).strip() + "\n");
    }
    replace(options, "felix.fileinstall.dir", home.resolve("extensions") + "," + etc);
    replace(options, "felix.fileinstall.filter", "[^.].*\\.(jar|cfg)");
    return composite(options.toArray(Option[]::new));
  }

  /** Changes the text of an example. */
  public interface Edit {
    /** The text that is used. */
    String of(String text);
  }

  private static List<Option> withoutConfig(Path home) {
    List<Option> options =
        new ArrayList<>(
            Arrays.asList(
                OptionUtils.expand(DistributionOptions.with(home, "not JSON, not read"))));
    boolean removed =
        options.removeIf(
            option -> option instanceof ProvisionOption<?> it && it.getURL().contains(CONFIG));
    if (!removed) {
      throw new IllegalStateException("The distribution has no " + CONFIG);
    }
    return options;
  }

  private static void replace(List<Option> options, String key, String value) {
    options.removeIf(
        option -> option instanceof FrameworkPropertyOption it && it.getKey().equals(key));
    options.add(frameworkProperty(key).value(value));
  }

  /** The one block of this language in the integrator's guide that contains a text. */
  private static String block(String language, String text) throws IOException {
    String guide = Files.readString(Built.root().resolve("docs/integrators-guide.md"));
    List<String> found =
        Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(guide)
            .results()
            .map(it -> it.group(1))
            .filter(it -> it.contains(text))
            .toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          "Expected one block of " + language + " with " + text + ", found " + found.size());
    }
    return found.get(0);
  }

  private static Path onClassPath(String name) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " is not on the class path"));
  }

  private static Path jar(String file, String json) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", "demo.configuration");
    headers.putValue("Bundle-Version", "1.0.0");
    headers.putValue(
        "Require-Capability",
        "osgi.extender;filter:="
            + "\"(&(osgi.extender=osgi.configurator)(version>=1.0)(!(version>=2.0)))\"");
    Path jar = TestJar.folder().resolve(file);
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry("OSGI-INF/configurator/italk.json"));
      entries.write(json.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }
}
