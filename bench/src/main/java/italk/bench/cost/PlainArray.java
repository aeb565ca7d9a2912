package italk.bench.cost;

import italk.bench.setup.Drafts;
import italk.bench.setup.SeparateHooks;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A loop over an array: nothing can be removed from it, and nothing can be updated in it. */
@State(Scope.Benchmark)
public class PlainArray {

  /** How many hooks. */
  @Param({"0", "1", "4", "16"})
  public int hooks;

  private final MessageDraft draft = Drafts.of(Drafts.CONTENT);
  private MessageInterceptor[] array;

  /** Makes the hooks. */
  @Setup
  public void setUp() {
    array = SeparateHooks.of(hooks);
  }

  /** One message. */
  @Benchmark
  public boolean message() throws Exception {
    for (MessageInterceptor hook : array) {
      if (!(hook.intercept(draft) instanceof Verdict.Accept)) {
        return false;
      }
    }
    return true;
  }
}
