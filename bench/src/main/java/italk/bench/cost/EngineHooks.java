package italk.bench.cost;

import italk.bench.setup.Drafts;
import italk.bench.setup.PlainFelix;
import italk.bench.setup.SeparateHooks;
import italk.engine.api.Problem;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.impl.EngineOptions;
import italk.engine.impl.hook.ExtensionRegistry;
import italk.engine.impl.hook.Passage;
import italk.engine.impl.hook.Walk;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * The engine's hook part alone: through the gate, into the fence, past each hook with its deadline,
 * its health and its counters, and out again. The registry, its chains and its walk are the
 * engine's own, over services in a real Felix; only the thread is JMH's and the end of the walk
 * does nothing.
 */
@State(Scope.Benchmark)
public class EngineHooks {

  /** How many hooks. */
  @Param({"0", "1", "4", "16"})
  public int hooks;

  private final MessageDraft draft = Drafts.of(Drafts.CONTENT);
  private PlainFelix felix;
  private Passage<MessageInterceptor> passage;

  /** Registers the hooks and checks that each is asked. */
  @Setup
  public void setUp() throws Exception {
    felix = PlainFelix.start(Map.of());
    for (MessageInterceptor hook : SeparateHooks.of(hooks)) {
      felix.context().registerService(MessageInterceptor.class, hook, null);
    }
    ExtensionRegistry registry =
        new ExtensionRegistry(felix.context(), defaults(), nobody(ServiceComponentRuntime.class));
    passage = registry.messagePassage();
    BareWalk checked = new BareWalk(passage, Drafts.of(Drafts.MARKED_BY_ALL));
    checked.start();
    Checks.same("hooks that were asked", hooks, checked.replaced);
  }

  /** Stops the framework; the registry's threads are daemons and end with the fork. */
  @TearDown
  public void tearDown() {
    felix.close();
  }

  /** One message. */
  @Benchmark
  public boolean message() {
    BareWalk walk = new BareWalk(passage, draft);
    walk.start();
    return walk.hasPassed;
  }

  private static EngineOptions defaults() {
    return (EngineOptions)
        Proxy.newProxyInstance(
            EngineOptions.class.getClassLoader(),
            new Class<?>[] {EngineOptions.class},
            (proxy, option, arguments) -> option.getDefaultValue());
  }

  /** Asked only about extensions that don't get ready, of which there are none. */
  private static <S> S nobody(Class<S> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }

  /** A walk that comes from nowhere and leads nowhere. */
  private static final class BareWalk extends Walk<MessageInterceptor> {

    private final MessageDraft draft;
    private boolean hasPassed;
    private int replaced;

    BareWalk(Passage<MessageInterceptor> passage, MessageDraft draft) {
      super(passage);
      this.draft = draft;
    }

    @Override
    protected void begin() {
      // Nothing to look up: what that costs is in EngineMessage.
    }

    @Override
    protected Verdict ask(MessageInterceptor interceptor) throws Exception {
      return interceptor.intercept(draft);
    }

    @Override
    protected Optional<String> replace(String content) {
      replaced++;
      return Optional.empty();
    }

    @Override
    protected void passed() {
      hasPassed = true;
    }

    @Override
    protected void refused(Problem problem) {
      throw problem.exception();
    }

    @Override
    protected String subject() {
      return "a message of the bench";
    }
  }
}
