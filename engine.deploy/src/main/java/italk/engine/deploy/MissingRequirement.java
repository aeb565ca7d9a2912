package italk.engine.deploy;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/**
 * What a refused bundle required and nobody provided: a copy, so that nothing of the refused bundle
 * is kept in memory.
 *
 * @param namespace what kind of thing is required
 * @param directives the requirement's directives, its filter among them
 * @param attributes the requirement's attributes
 */
record MissingRequirement(
    String namespace, Map<String, String> directives, Map<String, Object> attributes)
    implements Requirement {

  private static final Pattern PACKAGE = Pattern.compile("\\(osgi\\.wiring\\.package=([^)]+)\\)");
  private static final Pattern AT_LEAST = Pattern.compile("\\(version>=([^)]+)\\)");
  private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");

  MissingRequirement {
    directives = Map.copyOf(directives);
    attributes = Map.copyOf(attributes);
  }

  static MissingRequirement copyOf(BundleRequirement requirement) {
    return new MissingRequirement(
        requirement.getNamespace(), requirement.getDirectives(), requirement.getAttributes());
  }

  /** For an operator, such as {@code package com.example.json (version 2.0.0 up to 3.0.0)}. */
  String inWords() {
    String filter = directives.getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
    Matcher name = PACKAGE.matcher(filter);
    if (namespace.equals(PackageNamespace.PACKAGE_NAMESPACE) && name.find()) {
      return "package " + name.group(1) + versions(filter);
    }
    return namespace + (filter.isEmpty() ? " " + new TreeMap<>(attributes) : " " + filter);
  }

  private static String versions(String filter) {
    Matcher below = BELOW.matcher(filter);
    String upTo = below.find() ? below.group(1) : "";
    Matcher atLeast = AT_LEAST.matcher(filter.replace("(!(version>=" + upTo + "))", ""));
    String from = atLeast.find() ? atLeast.group(1) : "";
    if (from.isEmpty() && upTo.isEmpty()) {
      return "";
    }
    return " (version"
        + (from.isEmpty() ? "" : " from " + from)
        + (upTo.isEmpty() ? "" : " below " + upTo)
        + ")";
  }

  @Override
  public String getNamespace() {
    return namespace;
  }

  @Override
  public Map<String, String> getDirectives() {
    return directives;
  }

  @Override
  public Map<String, Object> getAttributes() {
    return attributes;
  }

  /** Nothing requires it any more. */
  @Override
  public Resource getResource() {
    return null;
  }
}
