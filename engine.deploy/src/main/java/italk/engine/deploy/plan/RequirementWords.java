package italk.engine.deploy.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/** Says what is required, and what there is instead, so that an operator knows what to do. */
final class RequirementWords {

  private static final String API = "italk.engine.api";
  private static final int MOST_OFFERS = 3;

  /**
   * How people call a kind of thing, and what is said where there is none.
   *
   * @param noun in front of the name
   * @param offered what a bundle does to it
   * @param nobody what is said where no bundle does
   */
  private record Kind(String noun, String offered, String nobody) {}

  private static final Map<String, Kind> KINDS =
      Map.of(
          PackageNamespace.PACKAGE_NAMESPACE,
          new Kind("package", "exported", "nobody exports it"),
          BundleNamespace.BUNDLE_NAMESPACE,
          new Kind("bundle", "installed", "it is not installed"),
          "osgi.extender",
          new Kind("the extender", "provided", "no bundle is one"),
          "osgi.implementation",
          new Kind("an implementation of", "provided", "no bundle is one"),
          "osgi.contract",
          new Kind("the contract", "provided", "no bundle fulfils it"),
          "osgi.service",
          new Kind("the service", "declared", "no bundle declares it"));

  private final Providers providers;

  RequirementWords(Providers providers) {
    this.providers = providers;
  }

  /** What is needed and not there, such as {@code needs package x.y [2,3): nobody exports it}. */
  String of(Requirement requirement, Predicate<Bundle> leaving) {
    Wanted wanted = Wanted.of(requirement);
    Optional<String> java = javaVersion(requirement, wanted);
    if (java.isPresent()) {
      return "needs Java " + java.get() + ", this is Java " + Runtime.version().feature();
    }
    List<BundleCapability> others = otherVersions(requirement, wanted, leaving);
    if (isOfApi(requirement)) {
      return "was built for "
          + wanted
              .versions()
              .map(range -> "version " + range.getLeft().getMajor() + " of the engine's API")
              .orElse("another engine")
          + " ("
          + wanted.inWords()
          + "); "
          + (others.isEmpty()
              ? "this engine has no such package"
              : "this engine has " + versionOf(others.get(0)));
    }
    return "needs " + what(requirement) + ": " + instead(requirement, wanted, others);
  }

  /** What is needed, such as {@code package x.y [2,3)}. */
  static String what(Requirement requirement) {
    Kind kind = KINDS.get(requirement.getNamespace());
    Wanted wanted = Wanted.of(requirement);
    if (kind != null && wanted.name().isPresent()) {
      return kind.noun() + " " + wanted.inWords();
    }
    return requirement.getNamespace()
        + " "
        + requirement
            .getDirectives()
            .getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "of any kind");
  }

  /** True for a package of the engine's own API. */
  static boolean isOfApi(Requirement requirement) {
    return requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
        && Wanted.of(requirement)
            .name()
            .filter(name -> name.equals(API) || name.startsWith(API + "."))
            .isPresent();
  }

  private String instead(Requirement requirement, Wanted wanted, List<BundleCapability> others) {
    Kind kind =
        KINDS.getOrDefault(
            requirement.getNamespace(), new Kind("", "provided", "nobody provides it"));
    if (!others.isEmpty()) {
      return others.stream()
          .limit(MOST_OFFERS)
          .map(
              other ->
                  "in version "
                      + versionOf(other)
                      + " by "
                      + InstalledBundles.inWords(other.getRevision().getBundle()))
          .collect(Collectors.joining(" and ", "it is " + kind.offered() + " ", ""));
    }
    // Then it is the one that is leaving.
    return otherVersions(requirement, wanted, bundle -> false).isEmpty()
        ? kind.nobody()
        : "only the version that would be replaced has it";
  }

  /** The same thing in whichever version, from whoever stays. */
  private List<BundleCapability> otherVersions(
      Requirement requirement, Wanted wanted, Predicate<Bundle> leaving) {
    String namespace = requirement.getNamespace();
    return wanted
        .name()
        .map(name -> "(" + Wanted.nameAttribute(namespace) + "=" + escaped(name) + ")")
        .map(filter -> providers.of(new MissingRequirement(namespace, filter, ""), leaving))
        .orElse(List.of());
  }

  private static String escaped(String value) {
    return value.replaceAll("[\\\\*()]", "\\\\$0");
  }

  private static Object versionOf(BundleCapability capability) {
    Object version =
        capability.getAttributes().get(Wanted.versionAttribute(capability.getNamespace()));
    return version == null ? Version.emptyVersion : version;
  }

  private static Optional<String> javaVersion(Requirement requirement, Wanted wanted) {
    boolean isJava =
        requirement
                .getNamespace()
                .equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)
            && wanted.name().equals(Optional.of("JavaSE"))
            && wanted.others().isEmpty();
    return wanted
        .versions()
        .filter(range -> isJava)
        .map(VersionRange::getLeft)
        .map(
            version ->
                String.valueOf(version.getMajor() == 1 ? version.getMinor() : version.getMajor()));
  }
}
