package italk.engine.store.sql;

import italk.engine.api.Group;
import italk.engine.api.Group.Role;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Brings the stored members of a group to what they are now, writing only what differs. */
final class MemberChanges {

  private final SqlConnection connection;
  private final Map<String, Role> stored;
  private final Group group;

  MemberChanges(SqlConnection connection, Map<String, Role> stored, Group group) {
    this.connection = connection;
    this.stored = stored;
    this.group = group;
  }

  void write() throws SQLException {
    List<String> kept = new ArrayList<>(stored.keySet());
    kept.retainAll(group.members().keySet());
    List<String> added = new ArrayList<>(group.members().keySet());
    added.removeAll(stored.keySet());

    if (!keepsOrder(kept, added)) {
      connection.update(Sql.REMOVE_MEMBERS, group.name());
      add(new ArrayList<>(group.members().keySet()));
      return;
    }
    for (String member : stored.keySet()) {
      if (!group.hasMember(member)) {
        connection.update(Sql.REMOVE_MEMBER, group.name(), member);
      }
    }
    for (String member : kept) {
      Role role = group.members().get(member);
      if (role != stored.get(member)) {
        connection.update(Sql.CHANGE_MEMBER, role.name(), group.name(), member);
      }
    }
    add(added);
  }

  /** True where the order is that of those who stayed, then those who came. */
  private boolean keepsOrder(List<String> kept, List<String> added) {
    List<String> expected = new ArrayList<>(kept);
    expected.addAll(added);
    return expected.equals(List.copyOf(group.members().keySet()));
  }

  private void add(List<String> members) throws SQLException {
    if (members.isEmpty()) {
      return;
    }
    long position =
        connection.first(Sql.NEXT_POSITION, row -> row.getLong(1), group.name()).orElseThrow();
    for (String member : members) {
      Role role = group.members().get(member);
      connection.update(Sql.ADD_MEMBER, group.name(), member, role.name(), position++);
    }
  }
}
