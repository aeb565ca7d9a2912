package italk.bench.setup;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import italk.bench.tiny.TinyHook;
import italk.bench.tiny.bundle.TinyActivator;
import italk.bench.tiny.extension.TinyExtension;
import italk.bench.tiny.plugin.TinyPluginHook;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The tiny hook in jars of every kind, made by bnd at the start of a run. */
public final class HookJars {

  /** As many as any measurement asks for. */
  public static final int MAX_PLUGINS = 16;

  /** The id of the plugin that is reloaded. */
  public static final String RELOADED = "reloaded";

  private HookJars() {}

  /** Makes all jars that any measurement needs. */
  public static void make() throws Exception {
    Files.createDirectories(Place.jars());
    for (int i = 0; i < MAX_PLUGINS; i++) {
      makePlugin(plugin(i), "plugin-" + i, "1.0.0");
    }
    for (String version : new String[] {"1.0.0", "2.0.0"}) {
      makePlugin(reloaded(version), RELOADED, version);
      make(
          service(version),
          version,
          TinyActivator.class,
          Map.of(
              "Bundle-SymbolicName",
              "italk.bench.service",
              "Bundle-Activator",
              TinyActivator.class.getName()));
      make(
          extension(version),
          version,
          TinyExtension.class,
          Map.of("Bundle-SymbolicName", "italk.bench.hook"));
    }
  }

  /** A plugin of PF4J. */
  public static Path plugin(int number) {
    return Place.jars().resolve("plugin-" + number + ".jar");
  }

  /** The plugin {@link #RELOADED}. */
  public static Path reloaded(String version) {
    return Place.jars().resolve("reloaded-" + version + ".jar");
  }

  /** A plain bundle that registers the hook. */
  public static Path service(String version) {
    return Place.jars().resolve("service-" + version + ".jar");
  }

  /** An extension of the engine. */
  public static Path extension(String version) {
    return Place.jars().resolve("extension-" + version + ".jar");
  }

  private static void makePlugin(Path jar, String id, String version) throws Exception {
    make(
        jar,
        version,
        TinyPluginHook.class,
        Map.of(
            "Plugin-Id",
            id,
            "Plugin-Version",
            version,
            "-includeresource.index",
            "META-INF/extensions.idx;literal='" + TinyPluginHook.class.getName() + "'"));
  }

  private static void make(Path file, String version, Class<?> type, Map<String, String> more)
      throws Exception {
    try (Builder builder = new Builder()) {
      builder.setProperty("Bundle-Version", version);
      builder.setProperty(
          "-privatepackage", type.getPackageName() + "," + TinyHook.class.getPackageName());
      builder.setProperty(
          "-includeresource.version", TinyHook.VERSION_FILE + ";literal='" + version + "'");
      builder.setProperty("-dsannotations", "*");
      more.forEach(builder::setProperty);
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        if (Files.exists(Path.of(entry))) {
          builder.addClasspath(new File(entry));
        }
      }
      try (Jar jar = builder.build()) {
        if (!builder.isOk()) {
          throw new IllegalStateException("bnd can't make " + file + ": " + builder.getErrors());
        }
        jar.write(file.toFile());
      }
    }
  }
}
