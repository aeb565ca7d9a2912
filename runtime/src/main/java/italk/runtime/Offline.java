package italk.runtime;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs a program that is in one of the bundles, in a home in which no engine runs: with the lock of
 * that home, and with the framework's properties as the system's.
 */
public final class Offline {

  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final List<String> FOLDERS = List.of("2-libraries", "3-engine");

  private Offline() {}

  /** HOME CLASS WORD… */
  public static void main(String... args) {
    if (args.length < 2) {
      System.err.println("usage: Offline HOME CLASS [WORD...]");
      System.exit(USAGE);
    }
    try {
      run(Home.at(Path.of(args[0])), args[1], Arrays.copyOfRange(args, 2, args.length));
    } catch (StartException failed) {
      System.err.println(failed.getMessage());
      System.exit(FAILED);
    }
  }

  @SuppressWarnings("try") // the lock is only held
  private static void run(Home home, String program, String... words) {
    Installation installation = Installation.prepare(home.folder());
    home.create();
    try (HomeLock lock = HomeLock.take(home);
        URLClassLoader bundles = new URLClassLoader(jars(installation))) {
      FrameworkProperties.of(home, installation, overrides()).forEach(System::setProperty);
      bundles.loadClass(program).getMethod("main", String[].class).invoke(null, (Object) words);
    } catch (InvocationTargetException e) {
      throw new StartException(e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException | IOException e) {
      throw new StartException(program + " can't be run: " + e + ".", e);
    }
  }

  private static Map<String, String> overrides() {
    Map<String, String> overrides = new HashMap<>();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("italk."))
        .forEach(name -> overrides.put(name, System.getProperty(name)));
    return overrides;
  }

  private static URL[] jars(Installation installation) throws IOException {
    List<URL> jars = new ArrayList<>();
    for (String folder : FOLDERS) {
      try (Stream<Path> files = Files.list(installation.folder().resolve("bundle/" + folder))) {
        for (Path file : files.toList()) {
          jars.add(url(file));
        }
      }
    }
    return jars.toArray(URL[]::new);
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }
}
