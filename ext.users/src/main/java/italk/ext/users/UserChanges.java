package italk.ext.users;

import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Permissions;
import italk.engine.api.moderation.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Changes what users are: roles, names, metadata. For the one thread that makes changes. */
final class UserChanges {

  private static final int MAX_KEYS = 100;
  private static final int MAX_KEY_LENGTH = 100;

  private final Engine engine;
  private final ExtensionStorage storage;
  private final ModerationRecords records;
  private final Ledger ledger;
  private final Authority authority;

  UserChanges(
      Engine engine,
      ExtensionStorage storage,
      ModerationRecords records,
      Ledger ledger,
      Authority authority) {
    this.engine = engine;
    this.storage = storage;
    this.records = records;
    this.ledger = ledger;
    this.authority = authority;
  }

  Set<String> grant(Actor by, String userId, String role) {
    authority.checkRoles(by, Set.of(role));
    authority.known(userId);
    Set<String> configured = ledger.configured().byName().keySet();
    if (!configured.contains(role)) {
      throw invalid(
          "There is no such role. There are: "
              + (configured.isEmpty() ? "none" : String.join(", ", configured))
              + ".");
    }
    Set<String> roles = grantedTo(userId);
    return roles.add(role) ? give(by, "grant_role", userId, role, roles) : Set.copyOf(roles);
  }

  Set<String> withdraw(Actor by, String userId, String role) {
    authority.checkRoles(by, Set.of(role));
    authority.known(userId);
    Set<String> roles = grantedTo(userId);
    if (!roles.remove(role)) {
      throw invalid("The user was not given that role by grant, so it can't be withdrawn.");
    }
    return give(by, "withdraw_role", userId, role, roles);
  }

  private Set<String> give(Actor by, String action, String userId, String role, Set<String> roles) {
    record(by, action, userId, Map.of("role", role));
    if (roles.isEmpty()) {
      storage.remove(SavedBook.rolesKey(userId));
    } else {
      storage.put(SavedBook.rolesKey(userId), SavedBook.text(roles));
    }
    ledger.publish(ledger.book().withGranted(userId, roles));
    return Set.copyOf(roles);
  }

  private Set<String> grantedTo(String userId) {
    return new HashSet<>(ledger.book().granted().getOrDefault(userId, Set.of()));
  }

  User rename(Actor by, String userId, String newName) {
    authority.check(by, Permissions.EDIT_USERS);
    authority.checkRank(by, userId);
    User before = authority.known(userId);
    // Refused before it is recorded, where it is no name.
    User after = before.withName(newName);
    record(by, "rename", userId, Map.of("from", before.name(), "to", after.name()));
    return engine.users().rename(userId, newName);
  }

  User setMetadata(Actor by, String userId, Map<String, ?> metadata) {
    authority.check(by, Permissions.EDIT_USERS);
    authority.checkRank(by, userId);
    Metadata before = authority.known(userId).metadata();
    Metadata after = Metadata.of(metadata);
    Set<String> changedRoles =
        difference(ledger.configured().in(before), ledger.configured().in(after));
    if (!changedRoles.isEmpty()) {
      authority.checkRoles(by, changedRoles);
    }
    record(by, "set_metadata", userId, Map.of("keys", changedKeys(before, after)));
    return engine.users().setMetadata(userId, metadata);
  }

  private void record(Actor by, String action, String userId, Map<String, ?> details) {
    records.record(by, action, Target.user(userId), "", Optional.empty(), details);
  }

  private static Set<String> difference(Set<String> one, Set<String> other) {
    Set<String> all = new HashSet<>(one);
    all.addAll(other);
    all.removeIf(it -> one.contains(it) && other.contains(it));
    return all;
  }

  // Not all of very many, and no values: those may be nobody's business.
  private static List<String> changedKeys(Metadata before, Metadata after) {
    return Stream.concat(before.asMap().keySet().stream(), after.asMap().keySet().stream())
        .distinct()
        .filter(key -> !Objects.equals(before.asMap().get(key), after.asMap().get(key)))
        .sorted()
        .limit(MAX_KEYS)
        .map(key -> key.codePointCount(0, key.length()) <= MAX_KEY_LENGTH ? key : shortened(key))
        .toList();
  }

  private static String shortened(String key) {
    return key.substring(0, key.offsetByCodePoints(0, MAX_KEY_LENGTH)) + "…";
  }

  private static EngineException invalid(String message) {
    return Problem.of(Problem.Code.INVALID, message).exception();
  }
}
