package italk.engine.impl.hook;

import static java.util.stream.Collectors.toList;

import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.extension.MessageInterceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a bundle's manifest says about the extension that it is, read also while nothing of it runs.
 *
 * @param name the extension's name
 * @param bundle where it comes from
 * @param declaredHooks the names of the hook types of its services, one for each service
 * @param failurePolicy as declared
 * @param timeout as declared
 */
record InstalledExtension(
    String name,
    Bundle bundle,
    List<String> declaredHooks,
    FailurePolicy failurePolicy,
    Duration timeout) {

  private static final Logger LOG = LoggerFactory.getLogger(InstalledExtension.class);

  /** The types that the engine calls. */
  static final List<Class<?>> HOOK_TYPES =
      List.of(MessageInterceptor.class, ConnectInterceptor.class, EngineListener.class);

  private static final String SERVICE_NAMESPACE = "osgi.service";

  /** What {@code bundle} is an extension of; empty where it is none. */
  static Optional<InstalledExtension> of(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null || (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
      return Optional.empty();
    }
    return revision.getDeclaredCapabilities(Extension.NAMESPACE).stream()
        .filter(capability -> capability.getAttributes().get(Extension.NAMESPACE) instanceof String)
        .findFirst()
        .map(capability -> read(bundle, revision, capability));
  }

  private static InstalledExtension read(
      Bundle bundle, BundleRevision revision, BundleCapability capability) {
    return new InstalledExtension(
        (String) capability.getAttributes().get(Extension.NAMESPACE),
        bundle,
        declaredHooks(revision),
        attribute(capability, Extension.FAILURE_POLICY)
            .map(text -> parse(bundle, text, EnabledExtensions::policy, FailurePolicy.REJECT))
            .orElse(FailurePolicy.REJECT),
        attribute(capability, Extension.TIMEOUT_MILLIS)
            .map(
                text ->
                    parse(
                        bundle,
                        text,
                        EnabledExtensions::timeout,
                        EnabledExtensions.defaultTimeout()))
            .orElse(EnabledExtensions.defaultTimeout()));
  }

  private static Optional<String> attribute(BundleCapability capability, String name) {
    return Optional.ofNullable(capability.getAttributes().get(name)).map(Object::toString);
  }

  private static <T> T parse(
      Bundle bundle, String text, java.util.function.Function<String, T> parse, T otherwise) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      LOG.error(
          "{}: the manifest's capability {} has the value \"{}\", which can't be read: {} counts",
          bundle,
          Extension.NAMESPACE,
          text,
          otherwise);
      return otherwise;
    }
  }

  private static List<String> declaredHooks(BundleRevision revision) {
    List<String> types = HOOK_TYPES.stream().map(Class::getName).toList();
    List<String> declared = new ArrayList<>();
    for (BundleCapability service : revision.getDeclaredCapabilities(SERVICE_NAMESPACE)) {
      Object names = service.getAttributes().get("objectClass");
      if (names instanceof Collection<?> list) {
        list.stream().map(Object::toString).filter(types::contains).forEach(declared::add);
      } else if (names instanceof String name && types.contains(name)) {
        declared.add(name);
      }
    }
    return declared.stream().sorted().collect(toList());
  }

  /** How many services of a type it registers when it is active. */
  long declared(Class<?> type) {
    return declaredHooks.stream().filter(type.getName()::equals).count();
  }

  private boolean isStarted() {
    return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0;
  }

  /** The version of the bundle as it is installed now. */
  String version() {
    return bundle.getVersion().toString();
  }

  /**
   * Which counts where two bundles claim one name, as in the middle of an update: the one that is
   * started, then the newer version, then the one that was there first.
   */
  boolean isPreferredTo(InstalledExtension other) {
    if (isStarted() != other.isStarted()) {
      return isStarted();
    }
    int byVersion = bundle.getVersion().compareTo(other.bundle.getVersion());
    return byVersion != 0 ? byVersion > 0 : bundle.getBundleId() < other.bundle.getBundleId();
  }
}
