package italk.ext.groups;

import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Group.Role;
import italk.engine.api.Problem;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.GroupRight;
import italk.engine.api.moderation.GroupRules;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Target;
import italk.ext.groups.rule.GroupEntry;
import italk.ext.groups.rule.Quoted;
import italk.ext.groups.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who leads groups, by which rules, and what is recorded of it. For the thread of {@link
 * SerialWork} alone.
 */
final class Leadership {

  /** The value that makes a rule follow the options again. */
  private static final String DEFAULT = "default";

  private final Engine engine;
  private final GroupBook book;
  private final Standing standing;
  private final Requirements require;
  private final Admissions admissions;
  private final ModerationRecords records;

  Leadership(
      Engine engine,
      GroupBook book,
      Standing standing,
      Requirements require,
      Admissions admissions,
      ModerationRecords records) {
    this.engine = engine;
    this.book = book;
    this.standing = standing;
    this.require = require;
    this.admissions = admissions;
    this.records = records;
  }

  Group create(Actor by, String name, Group.Visibility visibility, String ownerId) {
    require.self(by, ownerId);
    if (!book.settings().usersMayCreate() && !standing.moderates(by)) {
      throw Requirements.notAllowed("Users can't create groups here: ask a moderator to.");
    }
    require.known(ownerId);
    engine.groups().create(name, visibility, Map.of());
    try {
      return engine.groups().add(name, ownerId, Role.OWNER);
    } catch (EngineException notOwned) {
      try {
        engine.groups().delete(name);
      } catch (EngineException notDeleted) {
        notOwned.addSuppressed(notDeleted);
      }
      throw notOwned;
    }
  }

  GroupRules setRule(Actor by, String name, String ruleName, String value, String reason) {
    checkReason(reason);
    Rule rule = Rule.named(ruleName);
    Optional<String> wanted =
        value.strip().equals(DEFAULT) ? Optional.empty() : Optional.of(rule.checked(value));
    Group group = require.group(name);
    require.right(by, group, GroupRight.CHANGE);
    GroupEntry entry = book.entry(group);
    String before = entry.rules().getOrDefault(rule, DEFAULT);
    if (!before.equals(wanted.orElse(DEFAULT))) {
      book.save(entry.with(rule, wanted));
      record(
          by,
          "group_rule",
          Target.group(name),
          reason,
          Map.of("rule", rule.toString(), "from", before, "to", wanted.orElse(DEFAULT)));
    }
    return book.rules(group);
  }

  Group setRole(Actor by, String name, String userId, Role role, String reason) {
    checkReason(reason);
    Group group = require.group(name);
    Role rank = require.right(by, group, GroupRight.CHANGE);
    Role before = Requirements.member(group, userId);
    if (before == role) {
      return group;
    } else if (rank != Role.OWNER && (before == Role.OWNER || role == Role.OWNER)) {
      require.owner(by, group, "make or unmake an owner");
    }
    Requirements.notTheLastOwner(group, userId);
    Group changed = engine.groups().add(name, userId, role);
    record(
        by,
        "group_role",
        Target.user(userId),
        reason,
        Map.of("group", name, "from", Requirements.words(before), "to", Requirements.words(role)));
    return changed;
  }

  Group handOver(Actor by, String name, String newOwnerId, String reason) {
    checkReason(reason);
    Group group = require.group(name);
    require.owner(by, group, "hand it over");
    boolean isOwner = standing.memberRole(by, group).filter(Role.OWNER::equals).isPresent();
    if (isOwner && by.isUser(newOwnerId)) {
      throw Requirements.invalid(
          "The " + by + " owns the group " + Quoted.text(name) + " already.");
    } else if (!group.hasMember(newOwnerId)) {
      if (!standing.moderates(by)) {
        Requirements.member(group, newOwnerId);
      }
      require.known(newOwnerId);
      require.room(group);
    }
    List<String> former =
        isOwner
            ? List.of(by.id())
            : group.members().keySet().stream()
                .filter(id -> group.members().get(id) == Role.OWNER && !id.equals(newOwnerId))
                .toList();
    if (former.isEmpty() && group.members().get(newOwnerId) == Role.OWNER) {
      return group;
    }
    // The new one first: whatever fails in between leaves an owner, and doing it again ends it.
    Group changed = engine.groups().add(name, newOwnerId, Role.OWNER);
    admissions.forgetPending(group, newOwnerId);
    for (String userId : former) {
      changed = engine.groups().add(name, userId, Role.MODERATOR);
    }
    record(
        by,
        "group_hand_over",
        Target.user(newOwnerId),
        reason,
        Map.of("group", name, "former_owners", former.stream().limit(100).toList()));
    return changed;
  }

  Group remove(Actor by, String name, String userId, String reason) {
    checkReason(reason);
    Group group = require.group(name);
    Role rank = require.right(by, group, GroupRight.REMOVE);
    Role role = Requirements.member(group, userId);
    if (rank != Role.OWNER && role.compareTo(rank) <= 0) {
      throw Requirements.notAllowed(
          "The "
              + by
              + " is "
              + Requirements.words(rank)
              + " of the group "
              + Quoted.text(name)
              + " and can only remove who has a lower role; "
              + Quoted.text(userId)
              + " is "
              + Requirements.words(role)
              + ".");
    }
    Requirements.notTheLastOwner(group, userId);
    Group changed = engine.groups().remove(name, userId);
    record(
        by,
        "group_remove",
        Target.user(userId),
        reason,
        Map.of("group", name, "role", Requirements.words(role)));
    return changed;
  }

  void delete(Actor by, String name, String reason) {
    checkReason(reason);
    Group group = require.group(name);
    require.owner(by, group, "delete it");
    engine.groups().delete(name);
    record(
        by, "group_delete", Target.group(name), reason, Map.of("members", group.members().size()));
  }

  // Before anything is done: what is done has to be recorded.
  private static void checkReason(String reason) {
    if (reason.length() > ModerationRecord.MAX_REASON
        || reason
            .codePoints()
            .anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
      throw Requirements.invalid(
          "A reason is a text of at most "
              + ModerationRecord.MAX_REASON
              + " characters, found "
              + reason.length()
              + ".");
    }
  }

  private void record(
      Actor by, String action, Target target, String reason, Map<String, ?> details) {
    try {
      records.record(by, action, target, reason, Optional.empty(), details);
    } catch (EngineException notRecorded) {
      Problem problem = notRecorded.problem();
      throw new EngineException(
          new Problem(
              problem.code(),
              "It is done (" + action + ", " + target + "), but not recorded: " + problem.message(),
              problem.retryAfter(),
              problem.extension()),
          notRecorded);
    }
  }
}
