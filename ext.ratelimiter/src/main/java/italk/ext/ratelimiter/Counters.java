package italk.ext.ratelimiter;

import italk.engine.api.Conversation;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * All that is counted, for one state of the options. Immutable but for the counts themselves, which
 * a later state goes on with. Safe for any thread.
 */
final class Counters {

  private static final String EVERYBODY = "";

  private final Allowances users;
  private final Map<String, Allowances> ofRoles;
  private final Optional<Allowances> groups;
  private final Optional<Allowances> total;
  private final Repeats repeats;

  private Counters(
      Allowances users,
      Map<String, Allowances> ofRoles,
      Optional<Allowances> groups,
      Optional<Allowances> total,
      Repeats repeats) {
    this.users = users;
    this.ofRoles = ofRoles;
    this.groups = groups;
    this.total = total;
    this.repeats = repeats;
  }

  /** Nobody has used anything. */
  static Counters first(Settings settings, LongSupplier nanoTime) {
    return new Counters(
        new Allowances(settings.limits(), nanoTime),
        ofRoles(settings, Map.of(), nanoTime),
        changed(Optional.empty(), settings.groupLimits(), nanoTime),
        changed(Optional.empty(), settings.totalLimits(), nanoTime),
        new Repeats(settings.repeats(), nanoTime));
  }

  /** Goes on under other settings. What was used stays used. One call at a time. */
  Counters with(Settings settings, LongSupplier nanoTime) {
    users.change(settings.limits());
    return new Counters(
        users,
        ofRoles(settings, ofRoles, nanoTime),
        changed(groups, settings.groupLimits(), nanoTime),
        changed(total, settings.totalLimits(), nanoTime),
        repeats.bounds().equals(settings.repeats())
            ? repeats
            : new Repeats(settings.repeats(), nanoTime));
  }

  private static Map<String, Allowances> ofRoles(
      Settings settings, Map<String, Allowances> before, LongSupplier nanoTime) {
    Map<String, Allowances> now = new HashMap<>();
    settings
        .roleLimits()
        .forEach(
            (role, limits) ->
                changed(Optional.ofNullable(before.get(role)), limits, nanoTime)
                    .ifPresent(allowances -> now.put(role, allowances)));
    return Map.copyOf(now);
  }

  private static Optional<Allowances> changed(
      Optional<Allowances> before, Optional<Limits> limits, LongSupplier nanoTime) {
    if (limits.isEmpty()) {
      return Optional.empty();
    }
    before.ifPresent(allowances -> allowances.change(limits.get()));
    return Optional.of(before.orElseGet(() -> new Allowances(limits.get(), nanoTime)));
  }

  /** Whether the same was said too often; counts it. */
  Optional<Duration> repeated(String userId, String text) {
    return repeats.count(userId, text);
  }

  /**
   * Takes one message off the user's allowance.
   *
   * @param role whose limits hold for the user; empty for those of all
   * @return how long it takes until there is one; empty where there was
   */
  Optional<Duration> useOfUser(String userId, Optional<String> role) {
    return ofUser(role).use(userId);
  }

  /** The same for what all send together; where that is too much, the user's is given back. */
  Optional<Duration> useOfAll(String userId, Optional<String> role, Conversation conversation) {
    Optional<String> group =
        conversation instanceof Conversation.OfGroup it && groups.isPresent()
            ? Optional.of(it.name())
            : Optional.empty();
    Optional<Duration> wait = group.flatMap(name -> groups.get().use(name));
    if (wait.isEmpty()) {
      wait = total.flatMap(all -> all.use(EVERYBODY));
      if (wait.isPresent()) {
        group.ifPresent(name -> groups.get().giveBack(name));
      }
    }
    if (wait.isPresent()) {
      ofUser(role).giveBack(userId);
    }
    return wait;
  }

  private Allowances ofUser(Optional<String> role) {
    return role.map(ofRoles::get).orElse(users);
  }

  /** What is worth being kept over a restart, by a name for each. */
  Map<String, Allowances> lasting() {
    Map<String, Allowances> lasting = new LinkedHashMap<>();
    lasting.put("", users);
    ofRoles.forEach((role, allowances) -> lasting.put(":" + role, allowances));
    return lasting;
  }
}
