package italk.runtime;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * The components that could not be activated, asked of Declarative Services without activating any.
 * By reflection, because its classes are those of a bundle.
 */
final class FailedComponents {

  private static final String RUNTIME =
      "org.osgi.service.component.runtime.ServiceComponentRuntime";

  /** {@code ComponentConfigurationDTO.FAILED_ACTIVATION}. */
  private static final int FAILED_ACTIVATION = 16;

  // The last one in a stack trace is the root.
  private static final Pattern CAUSE =
      Pattern.compile(
          "^(?:Caused by: )?[\\w.$]+(?:Exception|Error)(?:: (.*))?$", Pattern.MULTILINE);

  // What Declarative Services says of one that is fine itself: it needs another that failed.
  private static final String CONSEQUENCE = "Unable to get service for reference ";

  private FailedComponents() {}

  /** One line each: the component's name and what it says; not those that only need these. */
  static List<String> of(BundleContext context) {
    ServiceReference<?> reference = context.getServiceReference(RUNTIME);
    Object runtime = reference == null ? null : context.getService(reference);
    if (runtime == null) {
      return List.of();
    }
    try {
      return failed(runtime, reference.getBundle().loadClass(RUNTIME));
    } catch (ReflectiveOperationException stopping) {
      return List.of();
    } finally {
      context.ungetService(reference);
    }
  }

  private static List<String> failed(Object runtime, Class<?> type)
      throws ReflectiveOperationException {
    List<String> failed = new ArrayList<>();
    Object all = Array.newInstance(Bundle.class, 0);
    Object descriptions = call(type, "getComponentDescriptionDTOs", Bundle[].class, runtime, all);
    for (Object description : (Collection<?>) descriptions) {
      Class<?> parameter = description.getClass();
      Object found = call(type, "getComponentConfigurationDTOs", parameter, runtime, description);
      for (Object component : (Collection<?>) found) {
        String cause = cause(String.valueOf(field(component, "failure")));
        if ((int) field(component, "state") == FAILED_ACTIVATION
            && !cause.isEmpty()
            && !cause.startsWith(CONSEQUENCE)) {
          failed.add(field(description, "name") + ": " + cause);
        }
      }
    }
    return failed;
  }

  private static Object call(
      Class<?> type, String name, Class<?> parameter, Object target, Object argument)
      throws ReflectiveOperationException {
    try {
      return type.getMethod(name, parameter).invoke(target, argument);
    } catch (InvocationTargetException stopping) {
      return List.of();
    }
  }

  private static Object field(Object dto, String name) throws ReflectiveOperationException {
    return dto.getClass().getField(name).get(dto);
  }

  /** The message of the root cause; empty where there is none. */
  static String cause(String stackTrace) {
    Matcher causes = CAUSE.matcher(stackTrace);
    String root = "";
    while (causes.find()) {
      root = causes.group(1) == null ? causes.group() : causes.group(1);
    }
    return root.strip();
  }
}
