package italk.engine.impl.hook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * Finds out why an extension that is enabled is not active, and says it in words that an operator
 * can act on.
 */
final class Diagnosis {

  private static final String CAUSED_BY = "Caused by: ";

  private final ServiceComponentRuntime components;

  Diagnosis(ServiceComponentRuntime components) {
    this.components = components;
  }

  String of(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.INSTALLED ->
          "its bundle does not resolve: something that it needs is missing (felix:resolve "
              + bundle.getBundleId()
              + " says what)";
      case Bundle.RESOLVED -> "its bundle is stopped: felix:start " + bundle.getBundleId();
      case Bundle.STARTING -> "its bundle is starting";
      case Bundle.STOPPING -> "its bundle is stopping";
      case Bundle.ACTIVE -> ofComponents(bundle);
      default -> "its bundle is gone";
    };
  }

  /** Why waiting makes no sense: a component of this bundle failed to activate. */
  Optional<String> failedActivation(Bundle bundle) {
    return components.getComponentDescriptionDTOs(bundle).stream()
        .flatMap(component -> components.getComponentConfigurationDTOs(component).stream())
        .filter(it -> it.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
        .map(this::of)
        .findFirst();
  }

  private String ofComponents(Bundle bundle) {
    List<String> causes = new ArrayList<>();
    for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs(bundle)) {
      if (!components.isComponentEnabled(component)) {
        causes.add("its component " + component.name + " is disabled");
        continue;
      }
      var configurations = components.getComponentConfigurationDTOs(component);
      if (configurations.isEmpty()) {
        causes.add(missingConfiguration(component));
      }
      configurations.stream().map(this::of).filter(text -> !text.isEmpty()).forEach(causes::add);
    }
    return causes.isEmpty()
        ? "it has not registered all the hooks that its manifest declares"
        : String.join("; ", causes);
  }

  private String of(ComponentConfigurationDTO configuration) {
    ComponentDescriptionDTO component = configuration.description;
    return switch (configuration.state) {
      case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> missingConfiguration(component);
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
          "its component "
              + component.name
              + " waits for "
              + Arrays.stream(configuration.unsatisfiedReferences)
                  .map(reference -> interfaceOf(component, reference))
                  .collect(Collectors.joining(", "));
      case ComponentConfigurationDTO.FAILED_ACTIVATION ->
          "its component "
              + component.name
              + " failed to activate: "
              + rootCause(configuration.failure);
      default -> "";
    };
  }

  private static String missingConfiguration(ComponentDescriptionDTO component) {
    return "its component "
        + component.name
        + " has no configuration yet (PID "
        + String.join(", ", component.configurationPid)
        + "): is its section valid?";
  }

  private static String interfaceOf(
      ComponentDescriptionDTO component, UnsatisfiedReferenceDTO unsatisfied) {
    return Arrays.stream(component.references)
        .filter(reference -> reference.name.equals(unsatisfied.name))
        .findFirst()
        .map(reference -> "a service " + reference.interfaceName)
        .orElse("its reference " + unsatisfied.name);
  }

  // The failure is a printed stack trace, and what its author wants to read is the last cause.
  private static String rootCause(String failure) {
    if (failure == null) {
      return "no reason given";
    }
    Optional<String> last =
        failure
            .lines()
            .filter(line -> line.startsWith(CAUSED_BY))
            .map(line -> line.substring(CAUSED_BY.length()))
            .reduce((one, next) -> next);
    return last.or(() -> failure.lines().findFirst()).orElse("");
  }
}
