package italk.engine.impl.hook;

import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.impl.event.Events;
import italk.engine.impl.work.CallStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts together what is told of an extension. */
final class StatusOf {

  private StatusOf() {}

  /** For the registry, under its lock. */
  static ExtensionStatus extension(String name, Hooks hooks, Events events) {
    Optional<InstalledExtension> installed = hooks.installed(name);
    List<BoundService> services = installed.map(hooks::servicesOf).orElse(List.of());
    ToLongFunction<ToLongFunction<CallStatistics>> sum =
        statistic -> services.stream().flatMap(StatusOf::interceptors).mapToLong(statistic).sum();
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
        joined(
            hooks.isOnTrial(name) ? "a version of it is being tried" : quarantineOf(services),
            mutedOf(name, hooks)),
        sum.applyAsLong(CallStatistics::calls),
        sum.applyAsLong(CallStatistics::rejected),
        sum.applyAsLong(CallStatistics::failed) + events.failuresOf(name));
  }

  private static Stream<CallStatistics> interceptors(BoundService service) {
    return Stream.of(
        service.statistics(MessageInterceptor.class), service.statistics(ConnectInterceptor.class));
  }

  private static String mutedOf(String name, Hooks hooks) {
    return hooks.mutedOf(name).stream()
        .map(type -> type + " is muted")
        .collect(Collectors.joining("; "));
  }

  private static String joined(String one, String other) {
    return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
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

  /** With more to say, before what is said already. */
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
        joined(detail, status.detail()),
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
