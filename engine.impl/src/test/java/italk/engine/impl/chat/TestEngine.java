package italk.engine.impl.chat;

import static italk.engine.impl.Soon.soon;

import italk.engine.api.Engine;
import italk.engine.api.Inbox;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.event.Change;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.event.Failure;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.impl.FakeFramework;
import italk.engine.impl.FakeFramework.FakeService;
import italk.engine.impl.TestOptions;
import italk.engine.impl.hook.TestRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The real engine with the real registry; the framework and the store are the test's. */
final class TestEngine implements AutoCloseable {

  final FakeFramework framework = new FakeFramework();
  final MemoryStore store = new MemoryStore();
  final TestRegistry registry;
  final ChatEngine engine;

  TestEngine() {
    this(Map.of());
  }

  TestEngine(Map<String, ?> options) {
    registry = new TestRegistry(framework, options);
    engine = new ChatEngine(framework.context(), TestOptions.of(options), registry.get(), store);
  }

  /** Other options, for the engine and the registry. */
  void modify(Map<String, ?> options) {
    Map<String, Object> copy = new HashMap<>(options);
    registry.modify(copy);
    engine.modified(TestOptions.of(copy));
  }

  /** An interceptor of a bundle that is no extension: always asked. */
  FakeService intercept(MessageInterceptor interceptor) {
    return framework.install("own").start().register(interceptor, 0, MessageInterceptor.class);
  }

  Session connect(String id, Inbox inbox) {
    return engine.connect(id, "User " + id, Map.of(), inbox);
  }

  Session connect(String id) {
    return connect(id, delivery -> {});
  }

  static SendResult result(CompletionStage<SendResult> sent) throws Exception {
    return sent.toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  /** Remembers what it receives. */
  static final class TestInbox implements Inbox {
    final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    @Override
    public void receive(Delivery delivery) {
      deliveries.add(delivery);
    }

    List<String> contents() {
      return deliveries.stream()
          .filter(Incoming.class::isInstance)
          .map(delivery -> ((Incoming) delivery).message().content())
          .toList();
    }

    void awaitContents(int size) {
      soon().until(() -> contents().size() >= size);
    }

    void awaitClosed() {
      soon().until(() -> deliveries.stream().anyMatch(Closed.class::isInstance));
    }
  }

  /** Remembers every event. */
  static final class TestListener implements EngineListener {
    final List<EngineEvent> events = new CopyOnWriteArrayList<>();

    static TestListener of(Engine engine) {
      TestListener listener = new TestListener();
      engine.listen("test", listener);
      return listener;
    }

    <E extends EngineEvent> List<E> all(Class<E> type) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void onConnect(EngineEvent.UserConnected event) {
      events.add(event);
    }

    @Override
    public void onDisconnect(EngineEvent.UserDisconnected event) {
      events.add(event);
    }

    @Override
    public void onMessage(EngineEvent.MessageSent event) {
      events.add(event);
    }

    @Override
    public void onError(Failure event) {
      events.add(event);
    }

    @Override
    public void onChange(Change event) {
      events.add(event);
    }

    @Override
    public void onCustom(CustomEvent event) {
      events.add(event);
    }
  }

  @Override
  public void close() {
    store.release();
    engine.deactivate();
    registry.close();
    store.close();
  }
}
