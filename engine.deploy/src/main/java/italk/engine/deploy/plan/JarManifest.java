package italk.engine.deploy.plan;

import italk.engine.api.extension.Extension;
import italk.engine.deploy.jar.ManifestHeaders;
import italk.engine.deploy.jar.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/**
 * What the manifest of a jar says. Whoever wrote it may mean harm: what would take long to judge is
 * refused.
 *
 * @param symbolicName which bundle it is; safe as a file's name
 * @param version which version of it
 * @param host whose fragment it is; empty where it is a bundle
 * @param requirements all of them, the optional ones, too
 * @param capabilities all of them
 */
record JarManifest(
    String symbolicName,
    Version version,
    Optional<String> host,
    List<Requirement> requirements,
    List<Capability> capabilities) {

  private static final int MOST_CHARACTERS_OF_FILTER = 4_000;
  private static final int MOST_CLAUSES = 5_000;

  // The specification's, without what would lead out of a folder of this name.
  private static final Pattern SYMBOLIC_NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*");
  private static final int MOST_CHARACTERS_OF_NAME = 200;

  JarManifest {
    requirements = List.copyOf(requirements);
    capabilities = List.copyOf(capabilities);
  }

  static JarManifest read(Path jar) throws ObstacleException {
    try {
      return of(ManifestHeaders.read(jar));
    } catch (IOException unreadable) {
      throw new ObstacleException("it can't be read as a jar: " + unreadable.getMessage());
    } catch (RefusedException refused) {
      throw new ObstacleException(refused.getMessage());
    }
  }

  /** The names of all extensions that it says it is: what was meant as a name, whatever it is. */
  List<String> extensions() {
    return capabilities.stream()
        .filter(capability -> capability.getNamespace().equals(Extension.NAMESPACE))
        .map(capability -> nameIn(capability.getAttributes().get(Extension.NAMESPACE)))
        .toList();
  }

  private static String nameIn(Object value) {
    if (value instanceof String name) {
      return name;
    }
    return value == null ? "(none)" : value + " (" + value.getClass().getSimpleName() + ")";
  }

  /** What of the engine's API it uses, such as {@code italk.engine.api [1,2)}. */
  List<String> builtFor() {
    return requirements.stream()
        .filter(RequirementWords::isOfApi)
        .map(Wanted::of)
        .map(Wanted::inWords)
        .sorted()
        .toList();
  }

  /** Such as {@code com.example.moderator 1.0.0}. */
  String inWords() {
    return symbolicName + " " + version;
  }

  private static JarManifest of(Map<String, String> headers) throws ObstacleException {
    Version version = version(headers.get(Constants.BUNDLE_VERSION));
    Resource resource = resource(headers);
    JarManifest manifest =
        new JarManifest(
            symbolicName(resource),
            version,
            Optional.ofNullable(headers.get(Constants.FRAGMENT_HOST)),
            resource.getRequirements(null),
            resource.getCapabilities(null));
    manifest.refuseWhatTakesTooLong();
    manifest.refuseWhatHasNoFilter();
    return manifest;
  }

  // The library would make a valid version of any text; the framework would not.
  private static Version version(String text) throws ObstacleException {
    try {
      return Version.parseVersion(text);
    } catch (IllegalArgumentException invalid) {
      throw new ObstacleException(
          "its Bundle-Version should be like 1.2.3 or 1.2.3.qualifier, found \"" + text + "\"");
    }
  }

  private static Resource resource(Map<String, String> headers) throws ObstacleException {
    try {
      return ResourceBuilder.build(null, headers);
    } catch (BundleException invalid) {
      Throwable cause = invalid.getCause() == null ? invalid : invalid.getCause();
      throw new ObstacleException(
          "its manifest is not valid ("
              + (cause instanceof BundleException || cause instanceof IllegalArgumentException
                  ? cause.getMessage()
                  : "a header can't be taken apart")
              + "): build it with bnd");
    }
  }

  private static String symbolicName(Resource resource) throws ObstacleException {
    Object name =
        resource
            .getCapabilities(IdentityNamespace.IDENTITY_NAMESPACE)
            .get(0)
            .getAttributes()
            .get(IdentityNamespace.IDENTITY_NAMESPACE);
    if (name instanceof String text
        && text.length() <= MOST_CHARACTERS_OF_NAME
        && SYMBOLIC_NAME.matcher(text).matches()) {
      return text;
    }
    throw new ObstacleException(
        "its Bundle-SymbolicName should be like com.example.name, of at most "
            + MOST_CHARACTERS_OF_NAME
            + " letters, digits, _ and -, found \""
            + name
            + "\"");
  }

  private void refuseWhatTakesTooLong() throws ObstacleException {
    if (Math.max(requirements.size(), capabilities.size()) > MOST_CLAUSES) {
      throw new ObstacleException(
          "its manifest requires or provides more than "
              + MOST_CLAUSES
              + " things, which no bundle needs");
    }
    for (Requirement requirement : requirements) {
      String filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
      if (filter != null && filter.length() > MOST_CHARACTERS_OF_FILTER) {
        throw new ObstacleException(
            "its manifest has a filter of more than "
                + MOST_CHARACTERS_OF_FILTER
                + " characters, which no bundle needs");
      }
    }
  }

  // The library writes names into filters as they stand; what comes out need not be one.
  private void refuseWhatHasNoFilter() throws ObstacleException {
    for (Requirement requirement : requirements) {
      try {
        Wanted.filterOf(requirement);
      } catch (RuntimeException unreadable) {
        throw new ObstacleException(
            "its manifest is not valid (a requirement in the namespace "
                + requirement.getNamespace()
                + " can't be understood: "
                + requirement.getDirectives()
                + "): build it with bnd");
      }
    }
  }
}
