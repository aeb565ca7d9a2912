package italk.engine.deploy.leak.example;

import java.util.function.Consumer;
import org.osgi.framework.BundleContext;

/** Gives an object of its own to another bundle's service. */
public class LeavesListener extends Tidy {

  @Override
  @SuppressWarnings("unchecked")
  public void start(BundleContext context) {
    ((Consumer<Object>) context.getService(context.getServiceReference(Consumer.class)))
        .accept(new Listener());
  }

  /** What is kept. */
  static class Listener {}
}
