package italk.engine.impl.hook;

import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.impl.event.Events;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Puts together what is told of an extension. */
final class StatusOf {

  private StatusOf() {}

  /** For the registry, under its lock. */
  static ExtensionStatus extension(String name, Hooks hooks, Events events) {
    Optional<InstalledExtension> installed = hooks.installed(name);
    List<BoundService> services = installed.map(hooks::servicesOf).orElse(List.of());
    ToLongFunction<ToLongFunction<HookStatistics>> sum =
        statistic -> services.stream().mapToLong(s -> statistic.applyAsLong(s.statistics())).sum();
    return new ExtensionStatus(
        name,
        installed.map(InstalledExtension::version),
        installed.map(i -> i.bundle().getBundleId()).orElse(-1L),
        hooks.stateOf(name),
        hooks.enabled().names().indexOf(name) + 1,
        installed.map(StatusOf::hookNames).orElse(List.of()),
        installed.map(hooks.enabled()::policyOf).orElse(FailurePolicy.REJECT),
        installed
            .map(hooks.enabled()::timeoutOf)
            .orElse(Duration.ofMillis(EnabledExtensions.defaultTimeout().toMillis())),
        hooks.isOnTrial(name) ? "a version of it is being tried" : quarantineOf(services),
        sum.applyAsLong(s -> s.calls.sum()),
        sum.applyAsLong(s -> s.rejects.sum()),
        sum.applyAsLong(s -> s.failures.sum()) + events.failuresOf(name));
  }

  private static String quarantineOf(List<BoundService> services) {
    return services.stream()
        .map(BoundService::health)
        .filter(Health::isInQuarantine)
        .map(
            health ->
                health.isHanging()
                    ? "calls of it hang; tried again when they have returned"
                    : "it failed too often; tried again in "
                        + (health.untilTried().toSeconds() + 1)
                        + " s")
        .findFirst()
        .orElse("");
  }

  static ExtensionStatus withDetail(ExtensionStatus status, String detail) {
    return new ExtensionStatus(
        status.name(),
        status.version(),
        status.bundleId(),
        status.state(),
        status.position(),
        status.hooks(),
        status.failurePolicy(),
        status.timeout(),
        detail,
        status.calls(),
        status.rejects(),
        status.failures());
  }

  private static List<String> hookNames(InstalledExtension extension) {
    return extension.declaredHooks().stream()
        .map(type -> type.substring(type.lastIndexOf('.') + 1))
        .distinct()
        .toList();
  }
}
