package italk.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * {@code bundle/N-NAME/*.jar}: what is in a folder starts at level N, after all below and before
 * all above, and stops in the reverse order.
 */
final class BundleFolders {

  private static final Pattern LEVEL = Pattern.compile("(\\d{1,3})-.*");

  private final List<Path> folders;

  BundleFolders(Installation installation) throws IOException {
    folders =
        listed(installation.folder().resolve("bundle"))
            .filter(folder -> LEVEL.matcher(name(folder)).matches())
            .toList();
  }

  /** The highest level of the jars that are wanted. */
  int highest(Predicate<Path> wanted) throws IOException {
    int highest = 1;
    for (Path folder : folders) {
      if (jars(folder).stream().anyMatch(wanted)) {
        highest = Math.max(highest, level(folder));
      }
    }
    return highest;
  }

  /** The first jar whose name starts like this. */
  Path jar(String prefix) throws IOException {
    for (Path folder : folders) {
      for (Path jar : jars(folder)) {
        if (name(jar).startsWith(prefix)) {
          return jar;
        }
      }
    }
    throw new StartException("There is no bundle " + prefix + "*.jar: install Italk-Engine again.");
  }

  /** Installs all and marks them as to be started. */
  void install(BundleContext context, Predicate<Path> wanted) throws IOException {
    for (Path folder : folders) {
      for (Path jar : jars(folder)) {
        if (wanted.test(jar)) {
          install(context, jar, level(folder));
        }
      }
    }
  }

  private static void install(BundleContext context, Path jar, int level) throws IOException {
    try (InputStream bytes = Files.newInputStream(jar)) {
      Bundle bundle = context.installBundle(jar.toUri().toString(), bytes);
      bundle.adapt(BundleStartLevel.class).setStartLevel(level);
      // A fragment has no start of its own.
      if (bundle.getHeaders("").get("Fragment-Host") == null) {
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      }
    } catch (BundleException failed) {
      throw new StartException(jar + " can't be installed: " + failed.getMessage(), failed);
    }
  }

  private static int level(Path folder) {
    Matcher matcher = LEVEL.matcher(name(folder));
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 1;
  }

  private static List<Path> jars(Path folder) throws IOException {
    return listed(folder).filter(file -> name(file).endsWith(".jar")).toList();
  }

  private static Stream<Path> listed(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
