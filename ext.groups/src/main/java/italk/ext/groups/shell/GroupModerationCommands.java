package italk.ext.groups.shell;

import italk.engine.api.Group;
import italk.engine.api.Problem;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.GroupModeration;
import italk.engine.api.moderation.PendingMember;
import italk.engine.api.moderation.PendingMember.Kind;
import italk.ext.groups.rule.Quoted;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Groups with roles, rights and rules, for the operator. */
@Component(
    service = GroupModerationCommands.class,
    property = {
      "osgi.command.scope=italk",
      "osgi.command.function=newgroup",
      "osgi.command.function=grouprules",
      "osgi.command.function=grouprule",
      "osgi.command.function=grouprole",
      "osgi.command.function=groupremove",
      "osgi.command.function=groupdelete",
      "osgi.command.function=owner",
      "osgi.command.function=invite",
      "osgi.command.function=uninvite",
      "osgi.command.function=invitations",
      "osgi.command.function=requests",
      "osgi.command.function=approve",
      "osgi.command.function=refuse"
    })
public final class GroupModerationCommands {

  private static final Actor OPERATOR = Actor.operator();

  private final GroupModeration groups;

  /** Needs the groups with rights. */
  @Activate
  public GroupModerationCommands(@Reference GroupModeration groups) {
    this.groups = groups;
  }

  /** Creates a public group with its owner. */
  @Descriptor("creates a public group with its owner")
  public String newGroup(@Descriptor("GROUP") String group, @Descriptor("OWNER") String owner) {
    return newGroup(group, owner, "public");
  }

  /** Creates a group with its owner. */
  @Descriptor("creates a group with its owner")
  public String newGroup(
      @Descriptor("GROUP") String group,
      @Descriptor("OWNER") String owner,
      @Descriptor("public | private") String visibility) {
    Group created =
        groups.create(
            OPERATOR, word(group), one(Group.Visibility.values(), visibility), word(owner));
    return "The group \""
        + created.name()
        + "\" is "
        + RulesText.word(created.visibility())
        + " and owned by "
        + word(owner)
        + ".";
  }

  /** The rules of a group. */
  @Descriptor("shows the rules of a group")
  public String groupRules(@Descriptor("GROUP") String group) {
    return RulesText.of(groups.rules(word(group)));
  }

  /** Changes a rule of a group. */
  @Descriptor("changes a rule of a group; the value default takes that of the options")
  public String groupRule(
      @Descriptor("GROUP") String group,
      @Descriptor("RULE") String rule,
      @Descriptor("VALUE") String value,
      @Descriptor("REASON…") String... reason) {
    return RulesText.of(
        groups.setRule(OPERATOR, word(group), word(rule), word(value), text(reason)));
  }

  /** Gives a member another role. */
  @Descriptor("gives a member of a group another role")
  public String groupRole(
      @Descriptor("GROUP") String group,
      @Descriptor("ID") String userId,
      @Descriptor("member | moderator | owner") String role,
      @Descriptor("REASON…") String... reason) {
    Group.Role wanted = one(Group.Role.values(), role);
    groups.setRole(OPERATOR, word(group), word(userId), wanted, text(reason));
    return word(userId) + " is " + RulesText.word(wanted) + " of \"" + word(group) + "\".";
  }

  /** Removes a member, with a reason and a record of it. */
  @Descriptor("removes a member from a group, and records why")
  public String groupRemove(
      @Descriptor("GROUP") String group,
      @Descriptor("ID") String userId,
      @Descriptor("REASON…") String... reason) {
    groups.remove(OPERATOR, word(group), word(userId), text(reason));
    return word(userId) + " is removed from \"" + word(group) + "\".";
  }

  /** Deletes a group, with a reason and a record of it. */
  @Descriptor("deletes a group, and records why; its history stays")
  public String groupDelete(
      @Descriptor("GROUP") String group, @Descriptor("REASON…") String... reason) {
    groups.delete(OPERATOR, word(group), text(reason));
    return "The group \"" + word(group) + "\" is deleted.";
  }

  /** Hands a group over. */
  @Descriptor("hands a group over to a user; its owners become moderators")
  public String owner(
      @Descriptor("GROUP") String group,
      @Descriptor("ID") String userId,
      @Descriptor("REASON…") String... reason) {
    groups.handOver(OPERATOR, word(group), word(userId), text(reason));
    return word(userId) + " is the owner of \"" + word(group) + "\".";
  }

  /** Invites a user. */
  @Descriptor("invites a user into a group")
  public String invite(@Descriptor("GROUP") String group, @Descriptor("ID") String userId) {
    return RulesText.of(List.of(groups.invite(OPERATOR, word(group), word(userId))), "");
  }

  /** Takes an invitation back. */
  @Descriptor("takes the invitation of a user back")
  public String uninvite(@Descriptor("GROUP") String group, @Descriptor("ID") String userId) {
    groups.decline(OPERATOR, word(group), word(userId));
    return word(userId) + " is not invited into \"" + word(group) + "\" any more.";
  }

  /** Who is invited. */
  @Descriptor("lists who is invited into a group and has not answered")
  public String invitations(@Descriptor("GROUP") String group) {
    return RulesText.of(
        pending(group, Kind.INVITED), "Nobody is invited into \"" + word(group) + "\".");
  }

  /** Who has asked. */
  @Descriptor("lists who has asked to come into a group")
  public String requests(@Descriptor("GROUP") String group) {
    return RulesText.of(
        pending(group, Kind.REQUESTED), "Nobody asks to come into \"" + word(group) + "\".");
  }

  private List<PendingMember> pending(String group, Kind kind) {
    return groups.pending(OPERATOR, word(group)).stream()
        .filter(each -> each.kind() == kind)
        .toList();
  }

  /** Lets a user in who asked. */
  @Descriptor("lets a user into a group who has asked")
  public String approve(@Descriptor("GROUP") String group, @Descriptor("ID") String userId) {
    groups.approve(OPERATOR, word(group), word(userId));
    return word(userId) + " is a member of \"" + word(group) + "\".";
  }

  /** Lets a user not in who asked. */
  @Descriptor("refuses to let a user into a group who has asked")
  public String refuse(@Descriptor("GROUP") String group, @Descriptor("ID") String userId) {
    groups.refuse(OPERATOR, word(group), word(userId));
    return "The request of " + word(userId) + " is refused.";
  }

  private static <E extends Enum<E>> E one(E[] values, String given) {
    return Arrays.stream(values)
        .filter(value -> value.name().equalsIgnoreCase(word(given)))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(
                        Problem.Code.INVALID,
                        "Expected one of "
                            + Arrays.toString(values).toLowerCase(Locale.ROOT)
                            + ", found "
                            + Quoted.text(word(given))
                            + ".")
                    .exception());
  }

  // Gogo turns the word null into none; people mean the word.
  private static String word(String given) {
    return String.valueOf(given);
  }

  private static String text(String... words) {
    return Arrays.stream(words).map(GroupModerationCommands::word).collect(Collectors.joining(" "));
  }
}
