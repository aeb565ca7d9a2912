package italk.engine.deploy.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.utils.resource.SimpleFilter;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/**
 * What a requirement's filter asks for, taken apart as far as a person needs it.
 *
 * @param name of the package, bundle, service, ...; empty where the filter does not ask for one
 *     name
 * @param versions which versions of it
 * @param others what else the filter asks for, in OSGi's syntax
 */
record Wanted(Optional<String> name, Optional<VersionRange> versions, List<String> others) {

  /** Namespaces whose attribute with the name is not called like the namespace. */
  private static final Map<String, String> NAME_ATTRIBUTES =
      Map.of("osgi.service", Constants.OBJECTCLASS);

  static Wanted of(Requirement requirement) {
    String namespace = requirement.getNamespace();
    Parts parts = new Parts(nameAttribute(namespace), versionAttribute(namespace));
    SimpleFilter filter = filterOf(requirement);
    if (filter.getOperation() == SimpleFilter.AND) {
      inside(filter).forEach(parts::take);
    } else if (filter.getOperation() != SimpleFilter.MATCH_ALL) {
      parts.take(filter);
    }
    return parts.wanted();
  }

  /** As the framework reads it: what has no filter is content with anything of its namespace. */
  static SimpleFilter filterOf(Requirement requirement) {
    String filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
    return filter == null ? SimpleFilter.MATCH_ALL_FILTER : SimpleFilter.parse(filter);
  }

  static String nameAttribute(String namespace) {
    return NAME_ATTRIBUTES.getOrDefault(namespace, namespace);
  }

  static String versionAttribute(String namespace) {
    return namespace.equals(BundleNamespace.BUNDLE_NAMESPACE)
        ? BundleNamespace.CAPABILITY_BUNDLE_VERSION_ATTRIBUTE
        : Constants.VERSION_ATTRIBUTE;
  }

  /** Such as {@code org.example.x [2,3)}. */
  String inWords() {
    return name.orElse("of any name")
        + versions.map(range -> " " + inWords(range)).orElse("")
        + (others.isEmpty() ? "" : " with " + String.join("", others));
  }

  private static String inWords(VersionRange range) {
    if (range.isExact()) {
      return inWords(range.getLeft());
    }
    if (range.getRight() == null) {
      return range.getLeftType() == VersionRange.LEFT_OPEN
          ? "newer than " + inWords(range.getLeft())
          : inWords(range.getLeft()) + " or newer";
    }
    return range.getLeftType()
        + inWords(range.getLeft())
        + ","
        + inWords(range.getRight())
        + range.getRightType();
  }

  /** As people write it in a range: no zeros at the end. */
  private static String inWords(Version version) {
    if (!version.getQualifier().isEmpty() || version.getMicro() != 0) {
      return version.toString();
    }
    return version.getMajor() + (version.getMinor() == 0 ? "" : "." + version.getMinor());
  }

  @SuppressWarnings("unchecked") // The library's promise for AND and NOT.
  private static List<SimpleFilter> inside(SimpleFilter filter) {
    return (List<SimpleFilter>) filter.getValue();
  }

  /** Collects the terms of one filter that all have to be true. */
  private static final class Parts {

    private final String nameAttribute;
    private final String versionAttribute;
    private final List<String> others = new ArrayList<>();
    private String name;
    private Version floor;
    private char floorType = VersionRange.LEFT_CLOSED;
    private Version ceiling;
    private char ceilingType = VersionRange.RIGHT_CLOSED;

    Parts(String nameAttribute, String versionAttribute) {
      this.nameAttribute = nameAttribute;
      this.versionAttribute = versionAttribute;
    }

    void take(SimpleFilter term) {
      if (!isName(term) && !isVersion(term, false) && !isNegatedVersion(term)) {
        others.add(term.toString());
      }
    }

    private boolean isName(SimpleFilter term) {
      if (name == null
          && term.getOperation() == SimpleFilter.EQ
          && nameAttribute.equals(term.getName())) {
        name = (String) term.getValue();
        return true;
      }
      return false;
    }

    private boolean isNegatedVersion(SimpleFilter term) {
      return term.getOperation() == SimpleFilter.NOT
          && inside(term).size() == 1
          && isVersion(inside(term).get(0), true);
    }

    private boolean isVersion(SimpleFilter term, boolean negated) {
      if (!versionAttribute.equals(term.getName()) || !(term.getValue() instanceof String text)) {
        return false;
      }
      try {
        return bound(term.getOperation(), negated, Version.parseVersion(text));
      } catch (IllegalArgumentException noVersion) {
        return false; // It goes to the others, as it stands.
      }
    }

    private boolean bound(int operation, boolean negated, Version version) {
      boolean above = operation == (negated ? SimpleFilter.LTE : SimpleFilter.GTE);
      boolean below = operation == (negated ? SimpleFilter.GTE : SimpleFilter.LTE);
      if (operation == SimpleFilter.EQ && !negated && floor == null && ceiling == null) {
        floor = version;
        ceiling = version;
      } else if (above && floor == null) {
        floor = version;
        floorType = negated ? VersionRange.LEFT_OPEN : VersionRange.LEFT_CLOSED;
      } else if (below && ceiling == null) {
        ceiling = version;
        ceilingType = negated ? VersionRange.RIGHT_OPEN : VersionRange.RIGHT_CLOSED;
      } else {
        return false;
      }
      return true;
    }

    Wanted wanted() {
      Optional<VersionRange> versions =
          floor == null && ceiling == null
              ? Optional.empty()
              : Optional.of(
                  new VersionRange(
                      floorType,
                      floor == null ? Version.emptyVersion : floor,
                      ceiling,
                      ceilingType));
      return new Wanted(Optional.ofNullable(name), versions, List.copyOf(others));
    }
  }
}
