package italk.ext.groups;

import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Problem;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.GroupRight;
import italk.ext.groups.rule.Quoted;
import java.util.Locale;

/** What has to hold before something is done, and the words where it doesn't. */
final class Requirements {

  private final Engine engine;
  private final GroupBook book;
  private final Standing standing;

  Requirements(Engine engine, GroupBook book, Standing standing) {
    this.engine = engine;
    this.book = book;
    this.standing = standing;
  }

  /** The group with this name. */
  Group group(String name) {
    return engine
        .groups()
        .find(name)
        .orElseThrow(
            () ->
                refused(
                    Problem.Code.UNKNOWN_GROUP,
                    "There is no group " + Quoted.text(name) + ": create it first."));
  }

  /** A user has to be known. */
  void known(String userId) {
    if (engine.users().find(userId).isEmpty()) {
      throw refused(
          Problem.Code.UNKNOWN_USER,
          "There is no user " + Quoted.text(userId) + ": register or connect it first.");
    }
  }

  /** A user has to be a member; tells in which role. */
  static Group.Role member(Group group, String userId) {
    Group.Role role = group.members().get(userId);
    if (role == null) {
      throw refused(
          Problem.Code.NOT_A_MEMBER,
          "The user "
              + Quoted.text(userId)
              + " is not a member of the group "
              + Quoted.text(group.name())
              + ".");
    }
    return role;
  }

  /** The actor has to have a right; tells which role it counts as. */
  Group.Role right(Actor by, Group group, GroupRight right) {
    Group.Role least = book.rules(group).lowestRoles().get(right);
    return standing
        .rank(by, group)
        .filter(rank -> rank.compareTo(least) <= 0)
        .orElseThrow(
            () ->
                notAllowed(
                    "In the group "
                        + Quoted.text(group.name())
                        + ", the right \""
                        + right.name().toLowerCase(Locale.ROOT)
                        + "\" belongs to the role "
                        + words(least)
                        + (least == Group.Role.OWNER ? ": the " : " and above: the ")
                        + by
                        + standing
                            .memberRole(by, group)
                            .map(role -> " has the role " + words(role))
                            .orElse(" is no member")
                        + "."));
  }

  /** The actor has to count as an owner. */
  void owner(Actor by, Group group, String what) {
    if (standing.rank(by, group).filter(Group.Role.OWNER::equals).isEmpty()) {
      throw notAllowed(
          "Only an owner of the group "
              + Quoted.text(group.name())
              + " may "
              + what
              + ", which the "
              + by
              + " is not.");
    }
  }

  /** Users act for themselves, save those who moderate groups. */
  void self(Actor by, String userId) {
    if (!by.isUser(userId) && !standing.moderates(by)) {
      throw notAllowed("The " + by + " can't do that for the user " + Quoted.text(userId) + ".");
    }
  }

  /** There has to be room for one more member. */
  void room(Group group) {
    int most = book.rules(group).maxMembers();
    if (group.members().size() >= most) {
      throw notAllowed(
          "The group "
              + Quoted.text(group.name())
              + " is full: it has "
              + group.members().size()
              + " of at most "
              + most
              + " members. Have an owner raise the rule max_members.");
    }
  }

  /** A group keeps an owner: this one may only go where it is not the last. */
  static void notTheLastOwner(Group group, String userId) {
    boolean another =
        group.members().entrySet().stream()
            .anyMatch(
                member -> member.getValue() == Group.Role.OWNER && !member.getKey().equals(userId));
    if (group.members().get(userId) == Group.Role.OWNER && !another) {
      throw notAllowed(
          "The user "
              + Quoted.text(userId)
              + " is the last owner of the group "
              + Quoted.text(group.name())
              + ": hand it over first, or delete it.");
    }
  }

  static String words(Group.Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  static EngineException notAllowed(String words) {
    return refused(Problem.Code.NOT_ALLOWED, words);
  }

  static EngineException invalid(String words) {
    return refused(Problem.Code.INVALID, words);
  }

  private static EngineException refused(Problem.Code code, String words) {
    return Problem.of(code, words).exception();
  }
}
