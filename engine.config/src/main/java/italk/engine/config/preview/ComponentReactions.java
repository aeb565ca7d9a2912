package italk.engine.config.preview;

import italk.engine.config.preview.Effect.Reaction;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * How components of Declarative Services take a change, by their descriptions. Immutable as long as
 * nobody changes those.
 */
public final class ComponentReactions implements Reactions {

  private static final String IGNORES_CONFIGURATION = "ignore";
  private static final String TARGET_ENDING = ".target";

  private final List<ComponentDescriptionDTO> components;

  /**
   * @param components those of the framework, as the {@code ServiceComponentRuntime} tells them
   */
  public ComponentReactions(Collection<ComponentDescriptionDTO> components) {
    this.components = List.copyOf(components);
  }

  @Override
  public Reaction to(String pid, Set<String> keys) {
    List<ComponentDescriptionDTO> concerned =
        components.stream().filter(it -> uses(it, pid)).toList();
    if (concerned.isEmpty()) {
      return Reaction.UNKNOWN;
    }
    return concerned.stream().allMatch(it -> isModified(it, keys))
        ? Reaction.MODIFIED
        : Reaction.RESTARTED;
  }

  private static boolean uses(ComponentDescriptionDTO component, String pid) {
    return !IGNORES_CONFIGURATION.equals(component.configurationPolicy)
        && component.configurationPid != null
        && Arrays.asList(component.configurationPid).contains(pid);
  }

  // Another service for a reference may mean another instance, modified method or not.
  private static boolean isModified(ComponentDescriptionDTO component, Set<String> keys) {
    return component.modified != null && keys.stream().noneMatch(it -> it.endsWith(TARGET_ENDING));
  }
}
