package italk.itest.hooks.first;

import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;

/** Appends a 1; misbehaves where the message asks for it. Counts how often it was activated. */
@Extension("first")
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class First implements MessageInterceptor {

  private static final AtomicInteger ACTIVATIONS = new AtomicInteger();

  private final int activation = ACTIVATIONS.incrementAndGet();

  @Activate
  public First() {}

  @Modified
  void modified() {
    // A change of the order arrives here, and needs nothing done.
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    String content = draft.content();
    if (content.contains("throw")) {
      throw new IllegalStateException("asked to");
    } else if (content.contains("overflow")) {
      return intercept(draft);
    } else if (content.contains("null")) {
      return null;
    } else if (content.contains("hang")) {
      long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
      while (System.nanoTime() - end < 0) {
        LockSupport.parkNanos(1_000_000); // Ignores every interrupt.
      }
    } else if (content.contains("activation")) {
      return Verdict.replace("activation " + activation);
    }
    return Verdict.replace(content + "1");
  }
}
