package italk.bench.absence;

import italk.bench.setup.Drafts;
import italk.bench.setup.HookJars;
import italk.bench.setup.PlainFelix;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.Bundle;
import org.osgi.util.tracker.ServiceTracker;

/** Plain OSGi: {@code Bundle.update}, while the sender asks a service tracker for each message. */
final class BundleUpdate implements Hooked {

  private static final MessageInterceptor[] NONE = {};

  private final PlainFelix felix;
  private final Bundle bundle;
  private final ServiceTracker<MessageInterceptor, MessageInterceptor> hooks;

  BundleUpdate(String version) throws Exception {
    felix = PlainFelix.start(Map.of());
    bundle = felix.start(HookJars.service(version));
    hooks = new ServiceTracker<>(felix.context(), MessageInterceptor.class, null);
    hooks.open();
  }

  @Override
  public CompletionStage<String> send(String content) {
    MessageDraft draft = Drafts.of(content);
    try {
      for (MessageInterceptor hook : hooks.getServices(NONE)) {
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
  public void update(String version) throws Exception {
    try (InputStream jar = Files.newInputStream(HookJars.service(version))) {
      bundle.update(jar);
    }
  }

  @Override
  public void close() {
    hooks.close();
    felix.close();
  }
}
