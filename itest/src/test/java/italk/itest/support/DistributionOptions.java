package italk.itest.support;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/**
 * The distribution's own bundles, at its own start levels, as options of Pax Exam. Without the
 * interactive shell.
 */
public final class DistributionOptions {

  private DistributionOptions() {}

  /**
   * Everything that runs in production, with this folder as its home.
   *
   * @param configuration the content of {@code config.json}
   */
  public static Option with(Path home, String configuration) {
    try {
      prepare(home, configuration);
      List<Option> options = new ArrayList<>();
      try (Stream<Path> folders = Files.list(Built.distribution().resolve("bundle"))) {
        for (Path folder : folders.sorted().toList()) {
          options.addAll(bundlesOf(folder));
        }
      }
      options.add(frameworkStartLevel(10));
      options.add(property("italk.home", home));
      options.add(property("italk.config", home.resolve("config.json")));
      options.add(property("italk.data", home.resolve("data")));
      options.add(property("italk.log", home.resolve("log")));
      options.add(
          property("italk.logging", Built.distribution().resolve("conf/logging.properties")));
      options.add(
          property(
              "org.apache.felix.configadmin.plugin.interpolation.secretsdir",
              home.resolve("conf/secrets")));
      options.add(property("italk.extensions", home.resolve("extensions")));
      options.add(property("felix.fileinstall.dir", home.resolve("extensions")));
      options.add(frameworkProperty("felix.fileinstall.filter").value("[^.].*\\.jar"));
      options.add(frameworkProperty("felix.fileinstall.subdir.mode").value("skip"));
      options.add(frameworkProperty("felix.fileinstall.noInitialDelay").value("true"));
      options.add(frameworkProperty("felix.fileinstall.disableNio2").value("true"));
      options.add(frameworkProperty("felix.fileinstall.poll").value("400"));
      options.add(frameworkProperty("felix.fileinstall.start.level").value("2"));
      options.add(property("felix.fileinstall.tmpdir", home.resolve("data/tmp")));
      options.add(frameworkProperty("italk.engine.await").value("italk.extensions.read"));
      options.add(frameworkProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"));
      options.add(frameworkProperty("org.ops4j.pax.logging.logReaderEnabled").value("false"));
      options.add(systemPackages("sun.misc"));
      options.add(junitBundles());
      return composite(options.toArray(Option[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void prepare(Path home, String configuration) throws IOException {
    if (Files.exists(home)) {
      try (Stream<Path> old = Files.walk(home)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(home.resolve("extensions"));
    Files.createDirectories(home.resolve("data/tmp"));
    Files.writeString(home.resolve("config.json"), configuration);
  }

  /** Copies the distribution's own extensions into a home. */
  public static void withOwnExtensions(Path home) {
    try (Stream<Path> jars = Files.list(Built.distribution().resolve("extensions"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        Files.copy(jar, home.resolve("extensions").resolve(jar.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Option> bundlesOf(Path folder) throws IOException {
    int level = Integer.parseInt(folder.getFileName().toString().split("-")[0]);
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.filter(jar -> jar.toString().endsWith(".jar"))
          // At the end of standard input it stops the framework.
          .filter(jar -> !jar.toString().contains("gogo.jline"))
          .sorted()
          .<Option>map(jar -> bundle("reference:" + jar.toUri()).startLevel(level).start())
          .toList();
    }
  }

  private static Option property(String name, Path value) {
    return frameworkProperty(name).value(value.toString());
  }
}
