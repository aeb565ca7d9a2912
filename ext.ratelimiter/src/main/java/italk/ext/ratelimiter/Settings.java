package italk.ext.ratelimiter;

import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.extension.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The options, checked and ready for use.
 *
 * @param limits how much a user may send
 * @param exemptRoles whose users may send as much as they like
 * @param message what a refused user reads
 */
record Settings(Limits limits, Set<String> exemptRoles, String message) {

  Settings {
    exemptRoles = Set.copyOf(exemptRoles);
  }

  /**
   * The settings that {@code options} mean.
   *
   * @throws IllegalArgumentException where a bound is exceeded
   */
  static Settings of(RateLimiterOptions options) {
    return new Settings(
        new Limits(options.burst(), options.messages(), Duration.ofSeconds(options.seconds())),
        Set.copyOf(Arrays.asList(options.exempt__roles())),
        options.message());
  }

  boolean exempts(User user) {
    if (exemptRoles.isEmpty()) {
      return false;
    }
    Metadata metadata = user.metadata();
    return metadata.text("role").filter(exemptRoles::contains).isPresent()
        || metadata.get("roles").filter(this::holdsAnExemptRole).isPresent();
  }

  private boolean holdsAnExemptRole(Object roles) {
    return roles instanceof List<?> list
        && list.stream().anyMatch(role -> role instanceof String && exemptRoles.contains(role));
  }

  Verdict refusal(Duration wait) {
    // Rounded up: whoever waits just that long shall not be refused again.
    long seconds = wait.plusNanos(999_999_999).toSeconds();
    Duration retryAfter = Duration.ofMillis(wait.plusNanos(999_999).toMillis());
    return Verdict.reject(message.replace("{seconds}", Long.toString(seconds)), retryAfter);
  }
}
