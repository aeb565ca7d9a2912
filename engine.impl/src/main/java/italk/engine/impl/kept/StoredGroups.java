package italk.engine.impl.kept;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Group.Role;
import italk.engine.api.Group.Visibility;
import italk.engine.api.Groups;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.event.Change;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.store.Store;
import italk.engine.api.store.StoreTransaction;
import italk.engine.impl.event.Events;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The groups: stored by the store, kept at hand by a cache that is bounded by the number of
 * members. Every change is made on the store's writer, so two changes of one group never overtake
 * each other.
 */
public final class StoredGroups implements Groups {

  private static final long CACHED_MEMBERS = 1_000_000;

  private final Store store;
  private final Changes changes;
  private final Events events;
  private final Cache<String, Group> cache =
      Caffeine.newBuilder()
          .maximumWeight(CACHED_MEMBERS)
          .<String, Group>weigher((name, group) -> 10 + group.members().size())
          .build();

  public StoredGroups(Store store, Changes changes, Events events) {
    this.store = store;
    this.changes = changes;
    this.events = events;
  }

  @Override
  public Group create(String name, Visibility visibility, Map<String, ?> metadata) {
    Group created =
        new Group(
            name,
            visibility,
            Metadata.of(metadata),
            Map.of(),
            Instant.now().truncatedTo(ChronoUnit.MILLIS));
    return change(
        name,
        (transaction, found) -> {
          if (found.isPresent()) {
            throw exists(name);
          }
          transaction.save(created);
          return new Changed(created, new Change.GroupCreated(created, Instant.now()));
        });
  }

  @Override
  public Optional<Group> find(String name) {
    return Optional.ofNullable(cache.get(name, key -> store.group(key).orElse(null)));
  }

  @Override
  public List<Group> list(String afterName, int limit) {
    return store.groups(afterName, Pages.checked(limit, MAX_PAGE));
  }

  @Override
  public List<String> of(String userId) {
    return store.groupsOf(userId);
  }

  @Override
  public Group join(String name, String userId) {
    return change(
        name,
        (transaction, found) -> {
          Group group = found.orElseThrow(() -> unknown(name));
          if (group.hasMember(userId)) {
            return new Changed(group);
          } else if (group.visibility() == Visibility.PRIVATE) {
            throw Problem.of(
                    Problem.Code.NOT_ALLOWED,
                    "The group \""
                        + name
                        + "\" is private: have a member's side add "
                        + userId
                        + ".")
                .exception();
          }
          return withMember(transaction, group, userId, Role.MEMBER);
        });
  }

  @Override
  public Group leave(String name, String userId) {
    return change(
        name,
        (transaction, found) -> {
          Group group = found.orElseThrow(() -> unknown(name));
          return group.hasMember(userId)
              ? withoutMember(transaction, group, userId)
              : new Changed(group);
        });
  }

  @Override
  public Group add(String name, String userId, Role role) {
    Objects.requireNonNull(role, "role");
    return change(
        name,
        (transaction, found) -> {
          Group group = found.orElseThrow(() -> unknown(name));
          return role == group.members().get(userId)
              ? new Changed(group)
              : withMember(transaction, group, userId, role);
        });
  }

  @Override
  public Group remove(String name, String userId) {
    return change(
        name,
        (transaction, found) -> {
          Group group = found.orElseThrow(() -> unknown(name));
          if (!group.hasMember(userId)) {
            throw notMember(name, userId);
          }
          return withoutMember(transaction, group, userId);
        });
  }

  @Override
  public Group setMetadata(String name, Map<String, ?> metadata) {
    Metadata copy = Metadata.of(metadata);
    return change(
        name,
        (transaction, found) -> {
          Group before = found.orElseThrow(() -> unknown(name));
          Group after = before.withMetadata(copy);
          transaction.save(after);
          return new Changed(after, new Change.GroupChanged(before, after, Instant.now()));
        });
  }

  @Override
  public void delete(String name) {
    change(
        name,
        (transaction, found) -> {
          Group group = found.orElseThrow(() -> unknown(name));
          transaction.deleteGroup(name);
          return new Changed(group, new Change.GroupDeleted(group, Instant.now()));
        });
  }

  private static Changed withMember(
      StoreTransaction transaction, Group group, String userId, Role role) {
    if (transaction.user(userId).isEmpty()) {
      throw StoredUsers.unknown(userId);
    }
    Group changed = group.withMember(userId, role);
    transaction.save(changed);
    return new Changed(changed, new Change.MemberJoined(changed, userId, role, Instant.now()));
  }

  private static Changed withoutMember(StoreTransaction transaction, Group group, String userId) {
    Group changed = group.withoutMember(userId);
    transaction.save(changed);
    return new Changed(changed, new Change.MemberLeft(changed, userId, Instant.now()));
  }

  /** What a change results in, and what there is to tell of it. */
  private record Changed(Group group, Optional<EngineEvent> event) {
    Changed(Group group) {
      this(group, Optional.empty());
    }

    Changed(Group group, EngineEvent event) {
      this(group, Optional.of(event));
    }
  }

  private Group change(String name, BiFunction<StoreTransaction, Optional<Group>, Changed> change) {
    return changes.<Changed, Group>make(
        transaction -> change.apply(transaction, transaction.group(name)),
        changed -> {
          cache.invalidate(name);
          changed.event().ifPresent(events::publish);
          return changed.group();
        },
        "Changing the group " + name);
  }

  private static EngineException exists(String name) {
    return Problem.of(
            Problem.Code.GROUP_EXISTS,
            "The group \"" + name + "\" exists already: join it, or choose another name.")
        .exception();
  }

  public static EngineException unknown(String name) {
    return Problem.of(
            Problem.Code.UNKNOWN_GROUP, "There is no group \"" + name + "\": create it first.")
        .exception();
  }

  public static EngineException notMember(String name, String userId) {
    return Problem.of(
            Problem.Code.NOT_A_MEMBER,
            "The user \""
                + userId
                + "\" is not a member of the group \""
                + name
                + "\": join it first.")
        .exception();
  }
}
