package italk.engine.impl.hook;

import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ExtensionStatus.State;
import italk.engine.api.extension.FailurePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;

/**
 * What is known of extensions, and what follows from it. Plain state: the {@link ExtensionRegistry}
 * guards it with its lock.
 *
 * <p>Everything is derived anew from three facts whenever one of them changes: what is enabled,
 * what is installed, which services are bound. So no order of events can leave a gate open that
 * should be shut.
 */
final class Hooks {

  private EnabledExtensions enabled = new EnabledExtensions(List.of(), Map.of(), Map.of());
  private final InstalledExtensions installed = new InstalledExtensions();
  private final Set<BoundService> bound = new HashSet<>();

  /**
   * Fail-open extensions that were waited for long enough; a bypass ends when the extension is
   * active or not enabled.
   */
  private final Set<String> bypassed = new HashSet<>();

  /** What has to happen before the gates open for the first time. */
  private final Set<String> awaited = new HashSet<>();

  /** Why the gates are held shut by somebody, for as long as that takes. */
  private final List<String> holds = new ArrayList<>();

  /** Extensions of which a version is being tried: not called, and waited for. */
  private final Set<String> onTrial = new HashSet<>();

  private final Mutes mutes = new Mutes();

  /**
   * Who is to be told events: attached with these listeners, or (empty) detached and waited for.
   */
  record Listening(Map<String, Optional<List<EngineListener>>> byOwner) {}

  void setEnabled(EnabledExtensions changed) {
    enabled = changed;
    bypassed.retainAll(changed.names());
  }

  EnabledExtensions enabled() {
    return enabled;
  }

  void setInstalled(long bundleId, Optional<InstalledExtension> extension) {
    installed.set(bundleId, extension);
  }

  void dismiss(long bundleId) {
    installed.dismiss(bundleId);
  }

  void add(BoundService service) {
    service.mute(mutes.of(service.owner()));
    bound.add(service);
  }

  /** False where nobody of this name is known. */
  boolean mute(String owner, Class<?> type) {
    if (!names().contains(owner) && bound.stream().noneMatch(it -> it.owner().equals(owner))) {
      return false;
    }
    mutes.mute(owner, type);
    bound.forEach(service -> service.mute(mutes.of(service.owner())));
    return true;
  }

  void unmute(String owner, Class<?> type) {
    mutes.unmute(owner, type);
    bound.forEach(service -> service.mute(mutes.of(service.owner())));
  }

  /** The simple names of the types of hooks of an extension that are muted. */
  List<String> mutedOf(String owner) {
    return mutes.of(owner);
  }

  void remove(BoundService service) {
    bound.remove(service);
  }

  void await(String what) {
    awaited.add(what);
  }

  void arrived(String what) {
    awaited.remove(what);
  }

  boolean isStarted() {
    return awaited.isEmpty();
  }

  void hold(String reason) {
    holds.add(reason);
  }

  void release(String reason) {
    holds.remove(reason);
  }

  /** False where a trial of this extension is under way already. */
  boolean beginTrial(String name) {
    return onTrial.add(name);
  }

  void endTrial(String name) {
    onTrial.remove(name);
  }

  boolean isOnTrial(String name) {
    return onTrial.contains(name);
  }

  boolean isEnabled(String name) {
    return enabled.names().contains(name);
  }

  /** The extension that a bundle is; empty where it is none. */
  Optional<InstalledExtension> installed(long bundleId) {
    return installed.of(bundleId);
  }

  void bypass(List<Absence> absences) {
    absences.stream()
        .filter(absence -> absence.failurePolicy() == FailurePolicy.ACCEPT)
        .forEach(absence -> bypassed.add(absence.name()));
  }

  /** The name of the extension that a bundle is; empty where it is none. */
  Optional<String> nameOf(long bundleId) {
    return installed(bundleId).map(InstalledExtension::name);
  }

  /** The bundle that counts for a name. */
  Optional<InstalledExtension> installed(String name) {
    return installed.of(name);
  }

  <S> Chain<S> chain(Class<S> type) {
    return new Chain<>(
        called(type).stream()
            .filter(service -> !service.isMuted(type))
            .map(service -> hook(service, type))
            .toList(),
        absences(type));
  }

  /** All services that are called as this, in order, with those that are muted. */
  List<BoundService> called(Class<?> type) {
    return bound.stream()
        .filter(service -> service.is(type) && isCalled(service))
        .sorted()
        .toList();
  }

  /** A bundle's own hooks of a type, called or not. */
  <S> List<Hook<S>> hooksOf(long bundleId, Class<S> type) {
    return bound.stream()
        .filter(service -> service.bundleId() == bundleId && service.is(type))
        .sorted()
        .map(service -> hook(service, type))
        .toList();
  }

  private <S> Hook<S> hook(BoundService service, Class<S> type) {
    Optional<InstalledExtension> owner = installed(service.bundleId());
    Duration timeout = owner.map(enabled::timeoutOf).orElseGet(EnabledExtensions::defaultTimeout);
    FailurePolicy policy = owner.map(enabled::policyOf).orElse(FailurePolicy.REJECT);
    return new Hook<>(type, service, timeout, policy);
  }

  /**
   * A bundle that is no extension is the integrator's own, and always called; an extension only
   * where it is enabled and not on trial.
   */
  boolean isCalled(BoundService service) {
    return nameOf(service.bundleId())
        .map(
            name ->
                isEnabled(name)
                    && !isOnTrial(name)
                    && installed(name).filter(counts -> service.isOf(counts)).isPresent())
        .orElse(true);
  }

  private List<Absence> absences(Class<?> type) {
    List<Absence> absences = new ArrayList<>();
    awaited.forEach(what -> absences.add(new Absence(what, FailurePolicy.REJECT)));
    holds.forEach(what -> absences.add(new Absence(what, FailurePolicy.REJECT)));
    for (String name : enabled.names()) {
      installed(name)
          .filter(extension -> isAwaited(extension, type) && !bypassed.contains(name))
          .ifPresent(extension -> absences.add(new Absence(name, enabled.policyOf(extension))));
    }
    return absences;
  }

  // Who would not be called is not waited for.
  private boolean isAwaited(InstalledExtension extension, Class<?> type) {
    return isMissing(extension, type) && !mutes.isMuted(extension.name(), type);
  }

  private boolean isMissing(InstalledExtension extension, Class<?> type) {
    // Of two versions the one that goes or the one that comes may be alone in having such hooks.
    return isOnTrial(extension.name())
        ? installed.all(extension.name()).stream().anyMatch(one -> one.declared(type) > 0)
        : !isActive(extension, type);
  }

  private boolean isActive(InstalledExtension extension, Class<?> type) {
    long there =
        bound.stream().filter(service -> service.isOf(extension) && service.is(type)).count();
    return there >= extension.declared(type);
  }

  boolean isActive(InstalledExtension extension) {
    return extension.bundle().getState() == Bundle.ACTIVE
        && InstalledExtension.HOOK_TYPES.stream().allMatch(type -> isActive(extension, type));
  }

  Listening listening() {
    Map<String, Optional<List<EngineListener>>> byOwner = new HashMap<>();
    called(EngineListener.class).stream()
        .filter(service -> !service.isMuted(EngineListener.class))
        .forEach(
            service ->
                byOwner
                    .computeIfAbsent(service.owner(), owner -> Optional.of(new ArrayList<>()))
                    .ifPresent(list -> list.add(service.as(EngineListener.class))));
    for (String name : enabled.names()) {
      installed(name)
          .filter(extension -> isAwaited(extension, EngineListener.class))
          .ifPresent(extension -> byOwner.put(name, Optional.empty()));
    }
    return new Listening(byOwner);
  }

  boolean isInQuarantine(InstalledExtension extension) {
    return servicesOf(extension).stream().anyMatch(service -> service.health().isInQuarantine());
  }

  State stateOf(String name) {
    Optional<InstalledExtension> extension = installed(name);
    if (extension.isEmpty()) {
      return State.NOT_INSTALLED;
    } else if (!isEnabled(name)) {
      return State.INSTALLED;
    }
    if (isOnTrial(name) || !isActive(extension.get())) {
      return State.WAITING;
    }
    return isInQuarantine(extension.get()) ? State.QUARANTINED : State.ACTIVE;
  }

  List<String> activeNames() {
    return names().stream().filter(name -> stateOf(name) == State.ACTIVE).toList();
  }

  /** Enabled names in their order, then the others by name. */
  List<String> names() {
    List<String> names = new ArrayList<>(enabled.names());
    installed.names().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names;
  }

  Map<String, State> states() {
    Map<String, State> states = new LinkedHashMap<>();
    names().forEach(name -> states.put(name, stateOf(name)));
    return states;
  }

  /** The bypass of who is there again is over. */
  void endBypasses() {
    bypassed.removeIf(name -> stateOf(name) != State.WAITING);
  }

  /** The services that are bound of an extension's bundle. */
  List<BoundService> servicesOf(InstalledExtension extension) {
    return bound.stream().filter(service -> service.isOf(extension)).toList();
  }
}
