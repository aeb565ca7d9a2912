package italk.engine.impl.hook;

import italk.engine.api.operation.Gate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Holds the gates of messages and of connects. That they are held is a fact of the registry. */
@Component
public final class HeldGate implements Gate {

  private final ExtensionRegistry registry;

  @Activate
  public HeldGate(@Reference ExtensionRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Hold hold(String reason, Duration limit) throws InterruptedException {
    boolean isHeld = false;
    try {
      registry.hooks().change(facts -> facts.hold(reason));
      boolean quiet = registry.gates().awaitLeft(limit);
      isHeld = true;
      return new RegistryHold(registry, reason, quiet, new AtomicBoolean());
    } finally {
      if (!isHeld) {
        release(registry, reason);
      }
    }
  }

  // Who was inside all the time begins again.
  private static void release(ExtensionRegistry registry, String reason) {
    registry
        .hooks()
        .change(
            facts -> {
              registry.gates().beginEpoch();
              facts.release(reason);
            });
  }

  @Override
  public Duration patience() {
    return registry.patience();
  }

  private record RegistryHold(
      ExtensionRegistry registry, String reason, boolean isQuiet, AtomicBoolean closed)
      implements Hold {

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release(registry, reason);
      }
    }
  }
}
