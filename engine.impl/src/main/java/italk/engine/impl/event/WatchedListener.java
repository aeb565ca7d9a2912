package italk.engine.impl.event;

import italk.engine.api.event.Change;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.event.Failure;
import italk.engine.impl.work.Allocations;
import italk.engine.impl.work.CallStatistics;

/**
 * A listener and who counts its failures. What takes very much memory for one event is one, too.
 *
 * @param listener who is told
 * @param health who counts its failures
 * @param statistics what it was told, kept by the queue that tells it
 */
public record WatchedListener(
    EngineListener listener, ListenerHealth health, CallStatistics statistics)
    implements EngineListener {

  private static final long MAX_ALLOCATED = 64L << 20;

  private void watch(ListenerHealth.Told told) throws Exception {
    health.watch(
        () -> {
          long before = Allocations.ofThisThread();
          told.run();
          long allocated = Allocations.ofThisThread() - before;
          if (allocated > MAX_ALLOCATED) {
            throw new IllegalStateException(
                "it took "
                    + (allocated >> 20)
                    + " MB of memory for one event; allowed are "
                    + (MAX_ALLOCATED >> 20)
                    + " MB");
          }
        });
  }

  /** The listener's class, for reports. */
  static String nameOf(EngineListener listener) {
    EngineListener told = listener instanceof WatchedListener it ? it.listener() : listener;
    return told.getClass().getName();
  }

  @Override
  public void onConnect(EngineEvent.UserConnected event) throws Exception {
    watch(() -> listener.onConnect(event));
  }

  @Override
  public void onDisconnect(EngineEvent.UserDisconnected event) throws Exception {
    watch(() -> listener.onDisconnect(event));
  }

  @Override
  public void onMessage(EngineEvent.MessageSent event) throws Exception {
    watch(() -> listener.onMessage(event));
  }

  @Override
  public void onError(Failure event) throws Exception {
    watch(() -> listener.onError(event));
  }

  @Override
  public void onChange(Change event) throws Exception {
    watch(() -> listener.onChange(event));
  }

  @Override
  public void onCustom(CustomEvent event) throws Exception {
    watch(() -> listener.onCustom(event));
  }
}
