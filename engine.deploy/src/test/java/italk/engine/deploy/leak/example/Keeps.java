package italk.engine.deploy.leak.example;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;

/** A service that keeps what it is given. */
public class Keeps extends Tidy implements Consumer<Object> {

  private final List<Object> kept = new CopyOnWriteArrayList<>();

  @Override
  public void start(BundleContext context) {
    context.registerService(Consumer.class, this, null);
  }

  @Override
  public void accept(Object object) {
    kept.add(object);
  }
}
