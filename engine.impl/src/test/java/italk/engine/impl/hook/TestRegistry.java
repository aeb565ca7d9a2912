package italk.engine.impl.hook;

import italk.engine.impl.FakeFramework;
import italk.engine.impl.Fakes;
import italk.engine.impl.TestOptions;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** The real registry in a {@link FakeFramework}. */
public final class TestRegistry implements AutoCloseable {

  private final ExtensionRegistry registry;

  public TestRegistry(FakeFramework framework, Map<String, ?> options) {
    ServiceComponentRuntime components =
        Fakes.of(
            ServiceComponentRuntime.class,
            "the component runtime",
            Map.of("getComponentDescriptionDTOs", bundle -> List.of()));
    registry = new ExtensionRegistry(framework.context(), TestOptions.of(options), components);
  }

  public ExtensionRegistry get() {
    return registry;
  }

  /** Other options, as Config Admin gives them. */
  public void modify(Map<String, ?> options) {
    registry.modified(TestOptions.of(options));
  }

  @Override
  public void close() {
    registry.deactivate();
  }
}
