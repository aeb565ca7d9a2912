package italk.bench.cost;

import italk.bench.point.PluginHook;
import italk.bench.setup.Drafts;
import italk.bench.setup.HookJars;
import italk.bench.setup.Place;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.pf4j.DefaultPluginManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.PluginManager;
import org.pf4j.SingletonExtensionFactory;

/** PF4J: one plugin for each hook, in a jar of its own. */
@State(Scope.Benchmark)
public class PluginHooks {

  /** How many hooks. */
  @Param({"0", "1", "4", "16"})
  public int hooks;

  private final MessageDraft draft = Drafts.of(Drafts.CONTENT);
  private Path folder;
  private PluginManager plugins;
  private PluginManager singletons;
  private List<PluginHook> cached;

  /** Loads and starts the plugins. */
  @Setup
  public void setUp() {
    folder = Place.newFolder("plugins");
    plugins = started(new DefaultPluginManager(folder));
    singletons =
        started(
            new DefaultPluginManager(folder) {
              @Override
              protected ExtensionFactory createExtensionFactory() {
                return new SingletonExtensionFactory(this);
              }
            });
    cached = plugins.getExtensions(PluginHook.class);
    Checks.same("extensions", hooks, cached.size());
    Checks.same("extensions", hooks, singletons.getExtensions(PluginHook.class).size());
  }

  private PluginManager started(PluginManager manager) {
    for (int i = 0; i < hooks; i++) {
      manager.startPlugin(manager.loadPlugin(HookJars.plugin(i)));
    }
    return manager;
  }

  /** Unloads the plugins. */
  @TearDown
  public void tearDown() {
    plugins.unloadPlugins();
    singletons.unloadPlugins();
    Place.delete(folder);
  }

  /** One message, as the documentation has it: the list is asked for, with new objects in it. */
  @Benchmark
  public boolean asDocumented() throws Exception {
    return ask(plugins.getExtensions(PluginHook.class));
  }

  /** One message; the list is asked for, its objects are made once. */
  @Benchmark
  public boolean singletons() throws Exception {
    return ask(singletons.getExtensions(PluginHook.class));
  }

  /** One message; the list was asked for once: a reload is not noticed. */
  @Benchmark
  public boolean cached() throws Exception {
    return ask(cached);
  }

  private boolean ask(List<PluginHook> extensions) throws Exception {
    for (PluginHook hook : extensions) {
      if (!(hook.intercept(draft) instanceof Verdict.Accept)) {
        return false;
      }
    }
    return true;
  }
}
