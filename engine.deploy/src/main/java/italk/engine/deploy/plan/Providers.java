package italk.engine.deploy.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.felix.utils.resource.CapabilitySet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/** Who provides what in the framework, as far as resolving goes. Safe for any thread. */
public final class Providers {

  private final FrameworkWiring wiring;
  private final RequirementWords words = new RequirementWords(this);

  /** For the framework of {@code context}, which is any bundle's. */
  public Providers(BundleContext context) {
    wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
  }

  /**
   * What an installed bundle requires so that it can be resolved, and no bundle provides.
   *
   * @param leaving bundles that don't count, as they are about to be uninstalled
   */
  public List<MissingRequirement> missing(Bundle bundle, Predicate<Bundle> leaving) {
    return Optional.ofNullable(bundle.adapt(BundleRevision.class))
        .map(revision -> missing(revision.getDeclaredRequirements(null), List.of(), leaving))
        .orElse(List.of());
  }

  /** True where all of it is provided now, so that another try may turn out better. */
  public boolean areProvided(Collection<MissingRequirement> missing) {
    return missing.stream().noneMatch(one -> of(one, bundle -> false).isEmpty());
  }

  /** As the public one, for what is not installed: {@code own} is what it provides itself. */
  List<MissingRequirement> missing(
      Collection<? extends Requirement> requirements,
      Collection<? extends Capability> own,
      Predicate<Bundle> leaving) {
    List<MissingRequirement> missing = new ArrayList<>();
    for (Requirement requirement : requirements) {
      if (isNeeded(requirement)
          && own.stream().noneMatch(capability -> isMet(requirement, capability))
          && of(requirement, leaving).isEmpty()) {
        missing.add(
            new MissingRequirement(
                requirement.getNamespace(),
                requirement
                    .getDirectives()
                    .getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, ""),
                words.of(requirement, leaving)));
      }
    }
    return List.copyOf(missing);
  }

  /** The capabilities that meet a requirement, whoever declares them and will stay. */
  List<BundleCapability> of(Requirement requirement, Predicate<Bundle> leaving) {
    return wiring.findProviders(requirement).stream()
        .filter(capability -> isThere(capability.getRevision().getBundle()))
        .filter(capability -> !leaving.test(capability.getRevision().getBundle()))
        .toList();
  }

  static boolean isMet(Requirement requirement, Capability capability) {
    return capability.getNamespace().equals(requirement.getNamespace())
        && CapabilitySet.matches(capability, Wanted.filterOf(requirement));
  }

  /** False for what may be missing at resolving: the optional, the dynamic, and services. */
  static boolean isNeeded(Requirement requirement) {
    String resolution = requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
    String effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
    return (resolution == null || resolution.equals(Namespace.RESOLUTION_MANDATORY))
        && (effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE));
  }

  // What was uninstalled, and is still wired, is offered by the framework until it is refreshed.
  private static boolean isThere(Bundle bundle) {
    return bundle.getState() != Bundle.UNINSTALLED;
  }
}
