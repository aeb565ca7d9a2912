package italk.engine.deploy.trust;

import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageInterceptor;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Namespace;

/**
 * Lets no extension resolve that was not found to be signed, by whatever door it was installed or
 * updated. What does not resolve does not start.
 *
 * <p>An extension is what says so in its manifest, what declares one of the engine's hooks as a
 * service, and what was installed as one. An unverified fragment is not attached to any of these.
 *
 * <p>Its hook runs inside the framework's resolver, on any thread: it asks revisions for what they
 * know already and the predicate, and waits for nothing. Stateless.
 */
public final class UntrustedRevisions implements ResolverHookFactory {

  /** What the location of every bundle begins with that was installed as an extension. */
  static final String LOCATION = "italk-extension:";

  private static final String SERVICE = "osgi.service";
  private static final Set<String> HOOKS =
      Set.of(
          MessageInterceptor.class.getName(),
          ConnectInterceptor.class.getName(),
          EngineListener.class.getName());

  private final Predicate<BundleRevision> verified;

  /**
   * Keeps to what {@code verified} says.
   *
   * @param verified true for a revision whose bytes were found to be signed by somebody trusted; it
   *     must be quick, hold no lock while it calls out, and do no I/O: the framework's resolver
   *     waits for it
   */
  public UntrustedRevisions(Predicate<BundleRevision> verified) {
    this.verified = verified;
  }

  @Override
  public ResolverHook begin(Collection<BundleRevision> triggers) {
    boolean onlyUntrusted = triggers.stream().allMatch(this::holdsBack);
    return new Hook(
        triggers.stream()
            .filter(one -> holdsBack(one) && (onlyUntrusted || requiresNothing(one)))
            .collect(Collectors.toSet()));
  }

  /** True where the framework is not allowed to resolve this revision: to say why it doesn't. */
  public boolean holdsBack(BundleRevision revision) {
    return isExtension(revision) && !verified.test(revision);
  }

  private static boolean isExtension(BundleRevision revision) {
    return !revision.getDeclaredCapabilities(Extension.NAMESPACE).isEmpty()
        || revision.getDeclaredCapabilities(SERVICE).stream().anyMatch(UntrustedRevisions::isHook)
        || revision.getBundle().getLocation().startsWith(LOCATION);
  }

  private static boolean isHook(BundleCapability service) {
    Object types = service.getAttributes().get(Constants.OBJECTCLASS);
    return types instanceof Collection<?> several
        ? several.stream().anyMatch(HOOKS::contains)
        : HOOKS.contains(String.valueOf(types));
  }

  private static boolean requiresNothing(BundleRevision revision) {
    return revision.getDeclaredRequirements(null).stream()
        .noneMatch(UntrustedRevisions::isMandatory);
  }

  private static boolean isMandatory(BundleRequirement requirement) {
    Map<String, String> directives = requirement.getDirectives();
    String effective = directives.get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
    return (effective == null || Namespace.EFFECTIVE_RESOLVE.equals(effective))
        && !Namespace.RESOLUTION_OPTIONAL.equals(
            directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
  }

  /**
   * What the framework asks during one resolution.
   *
   * <p>Felix takes it that who removes one revision from the resolvable ones allows only the rest
   * of them, and what is resolved already is not among these: nobody could be wired to the engine
   * as long as one untrusted bundle lies there. So a revision is removed only where it is to be
   * resolved itself, best alone; else nothing that it requires is found, and nobody finds it.
   */
  private final class Hook implements ResolverHook {

    private final Set<BundleRevision> removed;

    Hook(Set<BundleRevision> removed) {
      this.removed = removed;
    }

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
      candidates.removeIf(removed::contains);
    }

    @Override
    public void filterMatches(
        BundleRequirement requirement, Collection<BundleCapability> candidates) {
      BundleRevision from = requirement.getRevision();
      if (holdsBack(from)) {
        candidates.clear();
        return;
      }
      candidates.removeIf(candidate -> holdsBack(candidate.getRevision()));
      // A fragment's classes run as its host's.
      if (HostNamespace.HOST_NAMESPACE.equals(requirement.getNamespace()) && !verified.test(from)) {
        candidates.removeIf(host -> isExtension(host.getRevision()));
      }
    }

    @Override
    public void filterSingletonCollisions(
        BundleCapability singleton, Collection<BundleCapability> collisionCandidates) {
      // Which version of a singleton counts is not a question of trust.
    }

    @Override
    public void end() {
      // Nothing is kept from one resolution to the next.
    }
  }
}
