package italk.engine.store.archive;

import italk.engine.api.Group;
import italk.engine.api.User;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a file of the original calls its users and groups: each once, and members are users of it.
 * For one thread. Takes as much memory as the names in the file, whose size is bounded.
 */
final class OriginalNames {

  private final Set<String> users = new HashSet<>();
  private final Set<String> groups = new HashSet<>();
  // Those that stood in a group before they stood among the users, with their first group's path.
  private final Map<String, String> missing = new HashMap<>();

  void user(User user, String path) {
    if (!users.add(user.id())) {
      throw JsonFields.wrong(
          path + ".id", "each user once", JsonFields.quoted(user.id()) + " again");
    }
  }

  void group(Group group, String path) {
    if (!groups.add(group.name())) {
      throw JsonFields.wrong(
          path + ".name", "each group once", JsonFields.quoted(group.name()) + " again");
    }
    for (String member : group.members().keySet()) {
      if (!users.contains(member)) {
        missing.putIfAbsent(member, path + ".members");
      }
    }
  }

  /** To be called when all were told. */
  void checkMembers() {
    missing.keySet().removeAll(users);
    missing.forEach(
        (member, path) -> {
          throw JsonFields.wrong(path, "ids of users in the same file", JsonFields.quoted(member));
        });
  }
}
