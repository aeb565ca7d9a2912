package italk.engine.deploy.leak;

import java.lang.ref.WeakReference;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.util.tracker.BundleTrackerCustomizer;

/**
 * Notes the class loader of each extension while it is resolved, since a wiring that is out of use
 * gives none any more, and tells {@link LostLoaders} when it is replaced. Called by the threads
 * that change bundles, synchronously; for one bundle never by two at once.
 */
final class RevisionLoaders
    implements BundleTrackerCustomizer<AtomicReference<RevisionLoaders.Known>> {

  /** The states in which a bundle has a class loader. */
  static final int RESOLVED = Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING;

  private static final String NAMESPACE = "italk.extension";
  private static final String LOCATION = "italk-extension:";

  private final LostLoaders lost;
  private final Clock clock;

  RevisionLoaders(LostLoaders lost, Clock clock) {
    this.lost = lost;
    this.clock = clock;
  }

  /** What is in use, noted while the bundle still tells. */
  record Known(String bundle, String version, WeakReference<ClassLoader> loader) {}

  @Override
  public AtomicReference<Known> addingBundle(Bundle bundle, BundleEvent event) {
    ClassLoader loader = isExtension(bundle) ? loader(bundle) : null;
    return loader == null ? null : new AtomicReference<>(known(bundle, loader));
  }

  @Override
  public void modifiedBundle(Bundle bundle, BundleEvent event, AtomicReference<Known> known) {
    ClassLoader loader = loader(bundle);
    if (loader != null && !known.get().loader().refersTo(loader)) {
      lose(known.getAndSet(known(bundle, loader)));
    }
  }

  @Override
  public void removedBundle(Bundle bundle, BundleEvent event, AtomicReference<Known> known) {
    lose(known.get());
  }

  private void lose(Known known) {
    lost.add(new LostLoader(known.bundle(), known.version(), clock.instant(), known.loader()));
  }

  private Known known(Bundle bundle, ClassLoader loader) {
    return new Known(
        bundle.getSymbolicName(), bundle.getVersion().toString(), lost.reference(loader));
  }

  private static ClassLoader loader(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    return wiring == null ? null : wiring.getClassLoader();
  }

  private static boolean isExtension(Bundle bundle) {
    if (bundle.getLocation().startsWith(LOCATION)) {
      return true;
    }
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    return revision != null && !revision.getDeclaredCapabilities(NAMESPACE).isEmpty();
  }
}
