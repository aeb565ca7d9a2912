package italk.engine.deploy.plan;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleRevisions;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Requirement;

/** The bundles that are wired to a bundle, directly or through others. */
final class Dependents {

  private final Bundle bundle;
  private final Predicate<Bundle> leaving;
  private final Providers providers;

  /**
   * All of them, each behind those that are wired to it: the order in which they are stopped.
   * Without the bundle itself.
   */
  private final List<Bundle> inStoppingOrder;

  /**
   * Looks who they are.
   *
   * @param leaving the bundle, and others that will be gone with it
   */
  Dependents(
      Bundle bundle, Predicate<Bundle> leaving, FrameworkWiring wiring, Providers providers) {
    this.bundle = bundle;
    this.leaving = leaving;
    this.providers = providers;
    Set<Bundle> ordered = new LinkedHashSet<>();
    addAfterItsDependents(bundle, new LinkedHashSet<>(), ordered);
    // The framework knows best who is affected; the walk along the wires only finds the order.
    Set<Bundle> all = new LinkedHashSet<>(wiring.getDependencyClosure(Set.of(bundle)));
    ordered.retainAll(all);
    all.removeAll(ordered);
    inStoppingOrder =
        Stream.concat(all.stream(), ordered.stream())
            .filter(one -> !one.equals(bundle) && one.getState() != Bundle.UNINSTALLED)
            .toList();
  }

  /**
   * Writes down who is part of the engine, and what they would miss once {@code next} is in the
   * bundle's place.
   *
   * @return those that can be restarted, in the order in which they are stopped
   */
  List<Bundle> judge(JarManifest next, PlanDraft draft) {
    wiresToOthers()
        .forEach(wire -> judge(wire.getRequirer().getBundle(), wire.getRequirement(), next, draft));
    for (Bundle one : inStoppingOrder) {
      if (!InstalledBundles.isExtension(one)) {
        draft.obstacle(
            "would restart "
                + InstalledBundles.inWords(one)
                + ", which is part of the engine and uses "
                + InstalledBundles.inWords(bundle)
                + ": stop the engine to update this one");
      }
    }
    return inStoppingOrder.stream().filter(InstalledBundles::isExtension).toList();
  }

  private void judge(Bundle user, Requirement requirement, JarManifest next, PlanDraft draft) {
    if (next.capabilities().stream().anyMatch(own -> Providers.isMet(requirement, own))
        || !providers.of(requirement, leaving).isEmpty()) {
      return;
    }
    String what = RequirementWords.what(requirement);
    boolean isPackage = requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE);
    String found =
        versionIn(next, requirement)
            .map(version -> (isPackage ? "exports as " : "provides as ") + version)
            .orElse(isPackage ? "does not export" : "does not provide");
    if (Providers.isNeeded(requirement)) {
      draft.obstacle(
          InstalledBundles.inWords(user) + " needs " + what + ", which this version " + found);
    } else {
      draft.remark(
          InstalledBundles.inWords(user)
              + " goes on without "
              + what
              + ", which this version "
              + found);
    }
  }

  private static Optional<String> versionIn(JarManifest next, Requirement requirement) {
    String namespace = requirement.getNamespace();
    Optional<String> name = Wanted.of(requirement).name();
    return next.capabilities().stream()
        .filter(capability -> capability.getNamespace().equals(namespace))
        .filter(
            capability ->
                Optional.ofNullable(capability.getAttributes().get(Wanted.nameAttribute(namespace)))
                    .equals(name.map(Object.class::cast)))
        .map(capability -> capability.getAttributes().get(Wanted.versionAttribute(namespace)))
        .filter(version -> version != null)
        .map(Object::toString)
        .findFirst();
  }

  private Stream<BundleWire> wiresToOthers() {
    return wiresTo(bundle)
        .filter(wire -> !wire.getRequirer().getBundle().equals(bundle))
        .filter(wire -> inStoppingOrder.contains(wire.getRequirer().getBundle()));
  }

  private static void addAfterItsDependents(Bundle one, Set<Bundle> seen, Set<Bundle> ordered) {
    if (seen.add(one)) {
      wiresTo(one)
          .map(wire -> wire.getRequirer().getBundle())
          .distinct()
          .forEach(user -> addAfterItsDependents(user, seen, ordered));
      ordered.add(one);
    }
  }

  /** Of all its revisions: one that was updated and not refreshed is still used, too. */
  private static Stream<BundleWire> wiresTo(Bundle one) {
    return Optional.ofNullable(one.adapt(BundleRevisions.class))
        .map(BundleRevisions::getRevisions)
        .stream()
        .flatMap(Collection::stream)
        .map(BundleRevision::getWiring)
        .flatMap(Stream::ofNullable)
        .map(wiring -> wiring.getProvidedWires(null))
        .flatMap(Stream::ofNullable)
        .flatMap(Collection::stream);
  }
}
