package italk.ext.ratelimiter;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options, checked and ready for use.
 *
 * @param limits how much a user may send
 * @param roleLimits how much a user with a role may send, in the order of the option; empty for as
 *     much as the user likes
 * @param groupLimits how much may be sent to one group by all; empty for any number
 * @param totalLimits how much may be sent by all to everything; empty for any number
 * @param repeats how often the same may be said
 * @param action what happens to a user who sends too much
 * @param muteTime how long such a user is silent where the action is to mute
 * @param words what users read
 */
record Settings(
    Limits limits,
    Map<String, Optional<Limits>> roleLimits,
    Optional<Limits> groupLimits,
    Optional<Limits> totalLimits,
    Repeats.Bounds repeats,
    Action action,
    Duration muteTime,
    Words words) {

  /** What happens to a user who sends too much. */
  enum Action {
    /** The message is refused. */
    REJECT,
    /** The message goes through, and the user reads that it is too much. */
    WARN,
    /** The message is refused, and so are all others for a while. */
    MUTE
  }

  /**
   * What users read; {@code {seconds}} stands for the time to wait.
   *
   * @param tooMany who sends too much
   * @param repeated who says the same again
   * @param busy who writes where everybody writes
   */
  record Words(String tooMany, String repeated, String busy) {}

  private static final String UNLIMITED = "unlimited";

  /**
   * The settings that {@code options} mean.
   *
   * @throws IllegalArgumentException where a bound is exceeded
   */
  static Settings of(RateLimiterOptions options) {
    return new Settings(
        new Limits(options.burst(), options.messages(), Duration.ofSeconds(options.seconds())),
        roleLimits(options),
        optional("group_limit", options.group__limit()),
        optional("total_limit", options.total__limit()),
        new Repeats.Bounds(
            options.repeats(),
            options.repeats__of__all(),
            Duration.ofSeconds(options.repeat__seconds())),
        action(options.action()),
        Duration.ofSeconds(options.mute__seconds()),
        new Words(options.message(), options.repeat__message(), options.busy__message()));
  }

  private static Map<String, Optional<Limits>> roleLimits(RateLimiterOptions options) {
    Map<String, Optional<Limits>> limits = new LinkedHashMap<>();
    Arrays.stream(options.exempt__roles()).forEach(role -> limits.put(role, Optional.empty()));
    for (String entry : options.role__limits()) {
      int equals = entry.lastIndexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "message_rate_limiter.role_limits has \"ROLE=BURST/MESSAGES/SECONDS\" or"
                + " \"ROLE=unlimited\", found \""
                + entry
                + "\".");
      }
      String limit = entry.substring(equals + 1).strip();
      limits.putIfAbsent(
          entry.substring(0, equals).strip(),
          limit.equals(UNLIMITED)
              ? Optional.empty()
              : Optional.of(Limits.parse("role_limits", limit)));
    }
    return limits;
  }

  private static Optional<Limits> optional(String option, String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(Limits.parse(option, text));
  }

  private static Action action(String name) {
    return Arrays.stream(Action.values())
        .filter(action -> action.name().equalsIgnoreCase(name.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "message_rate_limiter.action is \"reject\", \"warn\" or \"mute\", found \""
                        + name
                        + "\"."));
  }

  /** The first role of the options that is among these; empty where there is none. */
  Optional<String> limitedRole(Set<String> roles) {
    return roles.isEmpty()
        ? Optional.empty()
        : roleLimits.keySet().stream().filter(roles::contains).findFirst();
  }
}
