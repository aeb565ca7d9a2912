package italk.engine.deploy.swap;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Lets two versions of one bundle be installed at the same time, and sees to it that nobody is
 * wired to the wrong one: the two never to one another, and all others to the one that counts.
 *
 * <p>{@code replacement} is written by the thread of operations and read by the framework's
 * resolver, on any thread.
 */
final class VersionHook implements ResolverHookFactory, CollisionHook {

  /** Two versions of one bundle; {@code counts} is the one that others may use. */
  private record Replacement(long old, long next, long counts) {

    boolean hides(Bundle from, Bundle provider) {
      long id = provider.getBundleId();
      long user = from.getBundleId();
      if (id != old && id != next || id == user) {
        return false;
      }
      return user == old || user == next || id != counts;
    }

    boolean isBetween(Bundle one, Bundle other) {
      long sum = old + next;
      return one.getBundleId() + other.getBundleId() == sum
          && (one.getBundleId() == old || one.getBundleId() == next);
    }
  }

  private volatile Optional<Replacement> replacement = Optional.empty();
  private volatile Optional<Bundle> replaced = Optional.empty();
  private final Set<Long> hidden = ConcurrentHashMap.newKeySet();

  /** Another version of {@code old} may be installed now, and only now. */
  void allowBeside(Bundle old) {
    replaced = Optional.of(old);
  }

  /** Both are installed; others go on using the old one. */
  void oldCounts(Bundle old, Bundle next) {
    replacement =
        Optional.of(new Replacement(old.getBundleId(), next.getBundleId(), old.getBundleId()));
  }

  /** From now on others use the new one. */
  void newCounts(Bundle old, Bundle next) {
    replacement =
        Optional.of(new Replacement(old.getBundleId(), next.getBundleId(), next.getBundleId()));
  }

  /** Nobody may use this one any more: it is to be uninstalled. */
  void hide(Bundle doomed) {
    hidden.add(doomed.getBundleId());
  }

  /** It is uninstalled. */
  void forget(Bundle gone) {
    hidden.remove(gone.getBundleId());
  }

  /** One of them is gone, or hidden. */
  void over() {
    replaced = Optional.empty();
    replacement = Optional.empty();
  }

  @Override
  public void filterCollisions(int operation, Bundle target, Collection<Bundle> candidates) {
    replaced.ifPresent(candidates::remove);
    // One that hangs on its way out may be of the very version that comes in mended.
    candidates.removeIf(bundle -> hidden.contains(bundle.getBundleId()));
  }

  @Override
  public ResolverHook begin(Collection<BundleRevision> triggers) {
    return replacement.isEmpty() && hidden.isEmpty()
        ? null
        : new Hook(replacement, Set.copyOf(hidden));
  }

  /** For one run of the resolver. */
  private record Hook(Optional<Replacement> replacement, Set<Long> hidden) implements ResolverHook {

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
      // All may resolve.
    }

    @Override
    public void filterSingletonCollisions(
        BundleCapability singleton, Collection<BundleCapability> candidates) {
      Bundle one = singleton.getRevision().getBundle();
      candidates.removeIf(
          candidate -> {
            Bundle other = candidate.getRevision().getBundle();
            return hidden.contains(other.getBundleId())
                || replacement.filter(both -> both.isBetween(one, other)).isPresent();
          });
    }

    @Override
    public void filterMatches(
        BundleRequirement requirement, Collection<BundleCapability> candidates) {
      Bundle from = requirement.getRevision().getBundle();
      candidates.removeIf(
          candidate -> {
            Bundle provider = candidate.getRevision().getBundle();
            boolean isOwn = provider.getBundleId() == from.getBundleId();
            return !isOwn && hidden.contains(provider.getBundleId())
                || replacement.filter(both -> both.hides(from, provider)).isPresent();
          });
    }

    @Override
    public void end() {
      // Nothing is held.
    }
  }
}
