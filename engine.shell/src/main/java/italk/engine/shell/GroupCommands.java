package italk.engine.shell;

import static italk.engine.shell.CommandFailure.plainly;

import italk.engine.api.Engine;
import italk.engine.api.Group;
import italk.engine.api.Groups;
import italk.engine.shell.text.Listing;
import italk.engine.shell.text.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The groups and their members. */
@Component(immediate = true, service = GroupCommands.class)
@GogoCommand(
    scope = "italk",
    function = {"groups", "group", "creategroup", "deletegroup", "join", "leave", "add", "remove"})
public final class GroupCommands {

  private final Engine engine;

  /** Needs the engine. */
  @Activate
  public GroupCommands(@Reference Engine engine) {
    this.engine = engine;
  }

  /** The first page of all groups. */
  @Descriptor("lists the groups")
  public List<Group> groups() {
    return plainly(
        () ->
            Listing.page(
                engine.groups().list("", Groups.MAX_PAGE),
                Groups.MAX_PAGE,
                "There are no groups.",
                "… and perhaps more. See one: group GROUP"));
  }

  /** The groups of a user. */
  @Descriptor("lists the groups that a user is a member of")
  public List<Group> groups(@Descriptor("ID") String userId) {
    String id = Words.word(userId);
    return plainly(
        () ->
            Listing.of(
                engine.groups().of(id).stream()
                    .map(engine.groups()::find)
                    .flatMap(Optional::stream)
                    .toList(),
                "The user " + Printable.line(id) + " is not a member of any group."));
  }

  /** One group with its members. */
  @Descriptor("shows a group and its members")
  public Group group(@Descriptor("GROUP") String name) {
    return plainly(
        () ->
            engine
                .groups()
                .find(Words.word(name))
                .orElseThrow(
                    () ->
                        CommandFailure.of(
                            "There is no group \""
                                + Printable.line(Words.word(name))
                                + "\". See: groups")));
  }

  /** Creates a public group. */
  @Descriptor("creates a group that everybody may join")
  public Group createGroup(@Descriptor("GROUP") String name) {
    return createGroup(name, "public");
  }

  /** Creates a group. */
  @Descriptor("creates a group, public or private")
  public Group createGroup(
      @Descriptor("GROUP") String name, @Descriptor("public | private") String visibility) {
    return plainly(
        () ->
            engine
                .groups()
                .create(Words.word(name), one(Group.Visibility.values(), visibility), Map.of()));
  }

  /** Deletes a group. */
  @Descriptor("deletes a group; its history stays")
  public String deleteGroup(@Descriptor("GROUP") String name) {
    return plainly(
        () -> {
          engine.groups().delete(Words.word(name));
          return "The group \"" + Printable.line(Words.word(name)) + "\" is deleted.";
        });
  }

  /** A user joins a public group. */
  @Descriptor("a user joins a public group")
  public Group join(@Descriptor("GROUP") String name, @Descriptor("ID") String userId) {
    return plainly(() -> engine.groups().join(Words.word(name), Words.word(userId)));
  }

  /** A member leaves. */
  @Descriptor("a member leaves a group")
  public Group leave(@Descriptor("GROUP") String name, @Descriptor("ID") String userId) {
    return plainly(() -> engine.groups().leave(Words.word(name), Words.word(userId)));
  }

  /** Adds a plain member. */
  @Descriptor("adds a user to a group, public or private")
  public Group add(@Descriptor("GROUP") String name, @Descriptor("ID") String userId) {
    return add(name, userId, "member");
  }

  /** Adds a member, or changes the role. */
  @Descriptor("adds a user to a group in a role, or changes a member's role")
  public Group add(
      @Descriptor("GROUP") String name,
      @Descriptor("ID") String userId,
      @Descriptor("member | moderator | owner") String role) {
    return plainly(
        () ->
            engine
                .groups()
                .add(Words.word(name), Words.word(userId), one(Group.Role.values(), role)));
  }

  /** Removes a member. */
  @Descriptor("removes a member from a group")
  public Group remove(@Descriptor("GROUP") String name, @Descriptor("ID") String userId) {
    return plainly(() -> engine.groups().remove(Words.word(name), Words.word(userId)));
  }

  private static <E extends Enum<E>> E one(E[] values, String word) {
    return Arrays.stream(values)
        .filter(value -> value.name().equalsIgnoreCase(Words.word(word)))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.of(
                    "Expected one of "
                        + Arrays.toString(values).toLowerCase(Locale.ROOT)
                        + ", found \""
                        + Printable.line(Words.word(word))
                        + "\"."));
  }
}
