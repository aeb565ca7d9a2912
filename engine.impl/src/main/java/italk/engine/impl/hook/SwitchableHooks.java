package italk.engine.impl.hook;

import italk.engine.api.Problem;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ActiveHook;
import italk.engine.api.extension.ActiveHooks;
import italk.engine.impl.event.Events.ListenerQuiet;
import italk.engine.impl.event.Events.Told;
import italk.engine.impl.work.CallStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows what is hooked where. What is muted is a fact of the {@link ExtensionRegistry}. */
@Component
public final class SwitchableHooks implements ActiveHooks {

  private static final Logger LOG = LoggerFactory.getLogger(SwitchableHooks.class);

  private final ExtensionRegistry registry;

  @Activate
  public SwitchableHooks(@Reference ExtensionRegistry registry) {
    this.registry = registry;
  }

  @Override
  public List<ActiveHook> list() {
    List<ActiveHook> all = registry.hooks().ask(this::ofServices);
    int order =
        (int) all.stream().filter(hook -> hook.type().equals(nameOf(EngineListener.class))).count();
    for (Told told : registry.events().subscriptions()) {
      order++;
      all.add(
          hook(
              told.name(),
              EngineListener.class,
              -1,
              order,
              false,
              told.waiting(),
              told.statistics()));
    }
    return List.copyOf(all);
  }

  private List<ActiveHook> ofServices(Hooks hooks) {
    List<ActiveHook> found = new ArrayList<>();
    for (Class<?> type : InstalledExtension.HOOK_TYPES) {
      int order = 0;
      for (BoundService service : hooks.called(type)) {
        order++;
        int waiting =
            type == EngineListener.class ? registry.events().waitingFor(service.owner()) : 0;
        found.add(
            hook(
                service.owner(),
                type,
                service.id(),
                order,
                service.isMuted(type),
                waiting,
                service.statistics(type)));
      }
    }
    return found;
  }

  private static ActiveHook hook(
      String extension,
      Class<?> type,
      long serviceId,
      int order,
      boolean muted,
      int waiting,
      CallStatistics statistics) {
    return new ActiveHook(
        extension,
        nameOf(type),
        serviceId,
        order,
        muted,
        statistics.calls(),
        statistics.rejected(),
        statistics.failed(),
        waiting,
        statistics.mean(),
        statistics.longest());
  }

  private static String nameOf(Class<?> type) {
    return type.getSimpleName();
  }

  @Override
  public void mute(String extension, String type) {
    Class<?> hookType = typeOf(type);
    ListenerQuiet listener = registry.events().quietOf(extension);
    if (!registry.hooks().changeAndSay(hooks -> hooks.mute(extension, hookType))) {
      throw Problem.of(
              Problem.Code.INVALID,
              "No extension \"" + extension + "\" is enabled or installed: nothing can be muted.")
          .exception();
    }
    LOG.info("{} of the extension {} is muted: it is left out until unmuted", type, extension);
    registry.awaitLeft(hookType, listener);
  }

  @Override
  public void unmute(String extension, String type) {
    Class<?> hookType = typeOf(type);
    registry.hooks().change(hooks -> hooks.unmute(extension, hookType));
    LOG.info("{} of the extension {} is not muted any more", type, extension);
  }

  private static Class<?> typeOf(String simpleName) {
    return InstalledExtension.HOOK_TYPES.stream()
        .filter(type -> nameOf(type).equals(simpleName))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(
                        Problem.Code.INVALID,
                        "There is no type of hook \""
                            + simpleName
                            + "\": expected one of "
                            + InstalledExtension.HOOK_TYPES.stream()
                                .map(SwitchableHooks::nameOf)
                                .collect(Collectors.joining(", "))
                            + ".")
                    .exception());
  }
}
