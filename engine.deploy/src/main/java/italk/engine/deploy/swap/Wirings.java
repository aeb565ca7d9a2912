package italk.engine.deploy.swap;

import italk.engine.deploy.jar.RefusedException;
import italk.engine.deploy.plan.MissingRequirement;
import italk.engine.deploy.plan.Providers;
import italk.engine.deploy.swap.BoundedStep.HangsException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is wired to whom. */
final class Wirings {

  private static final Logger LOG = LoggerFactory.getLogger(Wirings.class);
  private static final Duration REASON_BOUND = Duration.ofSeconds(1);
  private static final Duration REFRESH_BOUND = Duration.ofSeconds(10);

  private final FrameworkWiring wiring;
  private final Providers providers;

  Wirings(Bundle systemBundle) {
    this.wiring = systemBundle.adapt(FrameworkWiring.class);
    this.providers = new Providers(systemBundle.getBundleContext());
  }

  /**
   * Those that would have to be wired anew if this bundle went.
   *
   * @throws RefusedException where one of them is core
   */
  Dependents dependentsOf(Bundle bundle) throws RefusedException {
    Set<Bundle> closure = new HashSet<>(wiring.getDependencyClosure(Set.of(bundle)));
    closure.remove(bundle);
    for (Bundle one : closure) {
      if (!ExtensionBundles.isExtension(one)) {
        throw RefusedException.forNow(
            "updating it would restart "
                + one.getSymbolicName()
                + ", which uses it and is no extension: stop the engine to update this one");
      }
    }
    Deque<Bundle> usedFirst = new ArrayDeque<>();
    visit(bundle, new HashSet<>(Set.of(bundle)), usedFirst);
    usedFirst.remove(bundle);
    closure.removeAll(usedFirst);
    List<Bundle> all = new ArrayList<>(usedFirst);
    all.addAll(closure);
    return new Dependents(all, this::refreshAll);
  }

  // Depth first: a bundle is put in front of all that use it.
  private static void visit(Bundle bundle, Set<Bundle> seen, Deque<Bundle> usedFirst) {
    BundleWiring own = bundle.adapt(BundleWiring.class);
    List<BundleWire> wires = own == null ? null : own.getProvidedWires(null);
    // Null, too, where somebody wires it anew just now.
    if (wires != null) {
      for (BundleWire wire : wires) {
        Bundle user = wire.getRequirer().getBundle();
        if (seen.add(user)) {
          visit(user, seen, usedFirst);
        }
      }
    }
    usedFirst.addFirst(bundle);
  }

  private void refreshAll(List<Bundle> bundles) throws RefusedException, InterruptedException {
    refresh(bundles);
    for (Bundle bundle : bundles) {
      try {
        resolve(bundle);
      } catch (RefusedException unresolved) {
        throw unresolved.because(
            BoundedStep.nameOf(bundle)
                + ", which uses it, does not run with it: "
                + unresolved.getMessage());
      }
    }
  }

  private void refresh(Collection<Bundle> bundles) throws InterruptedException {
    CountDownLatch refreshed = new CountDownLatch(1);
    wiring.refreshBundles(bundles, event -> refreshed.countDown());
    if (!refreshed.await(REFRESH_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("{} are still not refreshed after {}.", bundles, REFRESH_BOUND);
    }
  }

  /** An uninstalled bundle goes for good, with those that still use it; unless one is core. */
  void release(Bundle gone) {
    if (!wiring.getRemovalPendingBundles().contains(gone)) {
      return;
    }
    if (!wiring.getDependencyClosure(Set.of(gone)).stream()
        .allMatch(ExtensionBundles::isExtension)) {
      LOG.warn("{} stays in memory until the engine stops: a core bundle uses it.", gone);
      return;
    }
    try {
      refresh(Set.of(gone));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Resolves a bundle.
   *
   * @throws RefusedException with what is missing
   */
  void resolve(Bundle bundle) throws RefusedException, InterruptedException {
    if (wiring.resolveBundles(Set.of(bundle))) {
      return;
    }
    List<MissingRequirement> missing =
        providers.missing(
            bundle,
            one -> !one.equals(bundle) && bundle.getSymbolicName().equals(one.getSymbolicName()));
    throw RefusedException.forNow(
        missing.isEmpty()
            ? "it can't be resolved: " + reasonOfFramework(bundle)
            : missing.stream().map(MissingRequirement::inWords).collect(Collectors.joining("; ")));
  }

  // Everything it needs is there, but not together (uses constraints, or a provider that itself
  // can't be resolved): only the framework knows the words for that.
  private static String reasonOfFramework(Bundle bundle) throws InterruptedException {
    try {
      // Bounded: somebody may have brought what was missing since, and then it does start.
      BoundedStep.run(
          "asking why " + BoundedStep.nameOf(bundle) + " can't be resolved",
          REASON_BOUND,
          () -> bundle.start(Bundle.START_TRANSIENT));
      return "the framework gave no reason";
    } catch (HangsException odd) {
      return odd.getMessage();
    } catch (BundleException reason) {
      return reason.getMessage();
    }
  }
}
