package italk.engine.deploy.leak;

import italk.engine.api.operation.Leak;
import italk.engine.api.operation.Leaks;
import java.time.Clock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;

/**
 * Remembers the class loaders of the extensions' earlier versions, weakly, and says on demand who
 * holds those that are still there. Has no thread; a search runs on the caller's, without a lock.
 */
@Component(service = Leaks.class)
public final class LeakFinder implements Leaks {

  private final BundleContext context;
  private final LostLoaders lost = new LostLoaders();
  private final BundleTracker<?> extensions;

  /** Begins to remember. */
  @Activate
  public LeakFinder(BundleContext context) {
    this.context = context;
    extensions =
        new BundleTracker<>(
            context, RevisionLoaders.RESOLVED, new RevisionLoaders(lost, Clock.systemUTC()));
    extensions.open();
  }

  @Deactivate
  void deactivate() {
    extensions.close();
  }

  @Override
  public List<Leak> find() {
    List<LostLoader> left = lost.afterCollection();
    Map<LostLoader, ClassLoader> loaders = new IdentityHashMap<>();
    for (LostLoader one : left) {
      ClassLoader loader = one.loader().get();
      if (loader != null) {
        loaders.put(one, loader);
      }
    }
    if (loaders.isEmpty()) {
      return List.of();
    }
    Map<ClassLoader, Set<String>> holders = new HolderSearch(context, loaders.values()).search();
    List<Leak> leaks = new ArrayList<>();
    for (LostLoader one : left) {
      if (loaders.containsKey(one)) {
        List<String> words = List.copyOf(holders.get(loaders.get(one)));
        leaks.add(new Leak(one.bundle(), one.version(), one.since(), words));
      }
    }
    return leaks;
  }
}
