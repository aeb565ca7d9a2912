package italk.bench.absence;

import italk.bench.point.PluginHook;
import italk.bench.setup.Drafts;
import italk.bench.setup.HookJars;
import italk.bench.setup.Place;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.Verdict;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;

/** PF4J: stop, unload, load and start, while the sender asks for the extensions of each message. */
final class PluginReload implements Hooked {

  private final Path folder = Place.newFolder("plugins");
  private final PluginManager plugins = new DefaultPluginManager(folder);

  PluginReload(String version) {
    load(version);
  }

  private void load(String version) {
    String id = plugins.loadPlugin(HookJars.reloaded(version));
    if (plugins.startPlugin(id) != PluginState.STARTED) {
      throw new IllegalStateException("PF4J could not start " + id + " " + version + ".");
    }
  }

  @Override
  public CompletionStage<String> send(String content) {
    MessageDraft draft = Drafts.of(content);
    try {
      for (PluginHook hook : plugins.getExtensions(PluginHook.class)) {
        if (hook.intercept(draft) instanceof Verdict.Replace replacement) {
          draft = draft.withContent(replacement.content());
        }
      }
      return CompletableFuture.completedStage(draft.content());
    } catch (Exception | LinkageError e) { // Classes may go while they are used.
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public void update(String version) {
    plugins.stopPlugin(HookJars.RELOADED);
    if (!plugins.unloadPlugin(HookJars.RELOADED)) {
      throw new IllegalStateException("PF4J could not unload " + HookJars.RELOADED + ".");
    }
    load(version);
  }

  @Override
  public void close() {
    plugins.unloadPlugins();
    Place.delete(folder);
  }
}
