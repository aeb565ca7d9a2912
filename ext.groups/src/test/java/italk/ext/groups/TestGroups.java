package italk.ext.groups;

import italk.engine.api.Group;
import italk.engine.api.Groups;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Groups in memory that take a moment for each change, as a store does. */
final class TestGroups implements Groups {

  private final Map<String, Group> groups = new TreeMap<>();
  private Instant nextCreatedAt = Instant.parse("2026-11-22T12:00:00Z");

  @Override
  public synchronized Group create(
      String name, Group.Visibility visibility, Map<String, ?> metadata) {
    nextCreatedAt = nextCreatedAt.plusMillis(1);
    if (groups.containsKey(name)) {
      throw Problem.of(Problem.Code.GROUP_EXISTS, "There is one.").exception();
    }
    return put(new Group(name, visibility, Metadata.of(metadata), Map.of(), nextCreatedAt));
  }

  private Group put(Group group) {
    groups.put(group.name(), group);
    return group;
  }

  @Override
  public synchronized Optional<Group> find(String name) {
    return Optional.ofNullable(groups.get(name));
  }

  private Group get(String name) {
    return find(name)
        .orElseThrow(() -> Problem.of(Problem.Code.UNKNOWN_GROUP, "There is none.").exception());
  }

  @Override
  public List<Group> list(String afterName, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> of(String userId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Group join(String name, String userId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Group leave(String name, String userId) {
    pause();
    synchronized (this) {
      return put(get(name).withoutMember(userId));
    }
  }

  @Override
  public Group add(String name, String userId, Group.Role role) {
    pause();
    synchronized (this) {
      return put(get(name).withMember(userId, role));
    }
  }

  // So that two that check before either changes would be seen to.
  private static void pause() {
    LockSupport.parkNanos(200_000);
  }

  @Override
  public Group remove(String name, String userId) {
    return leave(name, userId);
  }

  @Override
  public Group setMetadata(String name, Map<String, ?> metadata) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized void delete(String name) {
    groups.remove(name);
  }
}
