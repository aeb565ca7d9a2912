package italk.engine.impl.hook;

import italk.engine.api.extension.Extension;
import italk.engine.api.extension.FailurePolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the configuration says of extensions: which are enabled, in what order, and what of their
 * manifests it overrides.
 *
 * @param names in order
 * @param policies by name
 * @param timeouts by name
 */
record EnabledExtensions(
    List<String> names, Map<String, FailurePolicy> policies, Map<String, Duration> timeouts) {

  private static final Logger LOG = LoggerFactory.getLogger(EnabledExtensions.class);
  private static final long MIN_TIMEOUT = 10;
  private static final long MAX_TIMEOUT = 60_000;

  static EnabledExtensions of(String[] names, String[] policies, String[] timeouts) {
    return new EnabledExtensions(
        List.of(names).stream().distinct().toList(),
        entries("failure_policies", policies, "accept or reject", EnabledExtensions::policy),
        entries("timeouts_ms", timeouts, "a number of milliseconds", EnabledExtensions::timeout));
  }

  FailurePolicy policyOf(InstalledExtension extension) {
    return policies.getOrDefault(extension.name(), extension.failurePolicy());
  }

  Duration timeoutOf(InstalledExtension extension) {
    return timeouts.getOrDefault(extension.name(), extension.timeout());
  }

  static FailurePolicy policy(String text) {
    return FailurePolicy.valueOf(text.strip().toUpperCase(Locale.ROOT));
  }

  static Duration timeout(String text) {
    long millis = Long.parseLong(text.strip());
    return Duration.ofMillis(Math.max(MIN_TIMEOUT, Math.min(millis, MAX_TIMEOUT)));
  }

  static Duration defaultTimeout() {
    return Duration.ofMillis(Extension.DEFAULT_TIMEOUT_MILLIS);
  }

  private static <T> Map<String, T> entries(
      String option, String[] entries, String expected, Function<String, T> parse) {
    Map<String, T> parsed = new HashMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      Optional<T> value = equals < 1 ? Optional.empty() : tryParse(parse, entry, equals);
      value.ifPresentOrElse(
          found -> parsed.put(entry.substring(0, equals), found),
          () ->
              LOG.error(
                  "italk.engine: {}: expected NAME={}, found \"{}\"; the extension's own stays in force",
                  option,
                  expected,
                  entry));
    }
    return Map.copyOf(parsed);
  }

  private static <T> Optional<T> tryParse(Function<String, T> parse, String entry, int equals) {
    try {
      return Optional.of(parse.apply(entry.substring(equals + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
