package italk.ext.events;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.extension.ActiveHook;
import italk.engine.api.extension.ActiveHooks;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hooks that somebody wants to be left out. The engine forgets that at its end; here it is
 * kept, and asked for again. While this is not active, no hook is left out because of it.
 *
 * <p>What is wanted is guarded by the storage: one operator's command is one put or remove. Two of
 * them at the same time about the same hook: the engine and the storage may differ until the next
 * one.
 */
@Component(
    service = HookMutes.class,
    configurationPid = EventsManagement.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class HookMutes {

  private static final Logger LOGGER = LoggerFactory.getLogger(HookMutes.class);

  private static final String PREFIX = "muted/";

  private final ActiveHooks hooks;
  private final ExtensionStorage storage;
  private final ModerationRecords records;

  // What the engine was told, and what it would not take yet. Changed by operators' threads, the
  // life cycle and the listener's thread.
  private final Set<Muted> inForce = ConcurrentHashMap.newKeySet();
  private final Set<Muted> waiting = ConcurrentHashMap.newKeySet();

  /** The hooks of one type of an extension. */
  private record Muted(String extension, String type) {
    static Muted ofKey(String key) {
      String rest = key.substring(PREFIX.length());
      int slash = rest.lastIndexOf('/');
      return new Muted(rest.substring(0, slash), rest.substring(slash + 1));
    }

    String key() {
      return PREFIX + extension + "/" + type;
    }
  }

  /** Leaves out what was left out before. */
  @Activate
  public HookMutes(
      @Reference ActiveHooks hooks,
      @Reference ExtensionStorage storage,
      @Reference ModerationRecords records) {
    this.hooks = hooks;
    this.storage = storage;
    this.records = records;
    storage.all().keySet().stream()
        .filter(key -> key.startsWith(PREFIX) && key.indexOf('/', PREFIX.length()) > 0)
        .map(Muted::ofKey)
        .forEach(waiting::add);
    muteWhatIsLeft();
    waiting.forEach(
        it ->
            LOGGER.warn(
                "{} of {} is to be muted, and can't be yet: it will be when there is one.",
                it.type(),
                it.extension()));
  }

  // Without this, a change of any option would give the hooks back for a moment.
  @Modified
  void modified() {
    muteWhatIsLeft();
  }

  /** Tries again what the engine would not take. */
  void muteWhatIsLeft() {
    for (Muted muted : waiting) {
      try {
        hooks.mute(muted.extension(), muted.type());
        waiting.remove(muted);
        inForce.add(muted);
        LOGGER.debug("{} of {} is muted, as before.", muted.type(), muted.extension());
      } catch (EngineException notThere) {
        LOGGER.debug("Not muted yet: {}", notThere.getMessage());
      }
    }
  }

  /** Gives the hooks back. What is wanted stays stored. */
  @Deactivate
  void deactivate() {
    for (Muted muted : inForce) {
      try {
        hooks.unmute(muted.extension(), muted.type());
        LOGGER.debug(
            "{} of {} is asked or told again while events_management is not active.",
            muted.type(),
            muted.extension());
      } catch (EngineException notThere) {
        LOGGER.debug("Not given back, as it is gone: {}", notThere.getMessage());
      }
    }
  }

  /** All hooks, muted or not. */
  List<ActiveHook> list() {
    return hooks.list();
  }

  /** Leaves the hooks of one type of an extension out, until {@link #unmute}. */
  void mute(String extension, String type, String reason) {
    checkReason(reason);
    Muted muted = new Muted(extension, type);
    hooks.mute(extension, type);
    inForce.add(muted);
    try {
      storage.put(muted.key(), reason);
    } catch (EngineException notStored) {
      // As before: what is not kept would come back by itself one day.
      hooks.unmute(extension, type);
      inForce.remove(muted);
      throw notStored;
    }
    record("mute_hook", muted, reason);
  }

  /**
   * Has them asked or told again.
   *
   * @return false where they were not muted
   */
  boolean unmute(String extension, String type, String reason) {
    checkReason(reason);
    Muted muted = new Muted(extension, type);
    boolean isKnown = storage.get(muted.key()).isPresent();
    boolean isMuted =
        hooks.list().stream()
            .anyMatch(
                it -> it.muted() && it.extension().equals(extension) && it.type().equals(type));
    if (!isKnown && !isMuted) {
      return false;
    }
    storage.remove(muted.key());
    waiting.remove(muted);
    inForce.remove(muted);
    if (isMuted) {
      hooks.unmute(extension, type);
    }
    record("unmute_hook", muted, reason);
    return true;
  }

  // Beforehand: what is done has to be recorded.
  private static void checkReason(String reason) {
    if (reason.length() > ModerationRecord.MAX_REASON) {
      throw Problem.of(
              Problem.Code.INVALID,
              "A reason has at most "
                  + ModerationRecord.MAX_REASON
                  + " characters, found "
                  + reason.length()
                  + ".")
          .exception();
    }
  }

  private void record(String action, Muted muted, String reason) {
    records.record(
        Actor.operator(),
        action,
        Target.extension(muted.extension()),
        reason,
        Optional.empty(),
        Map.of("type", muted.type()));
  }
}
