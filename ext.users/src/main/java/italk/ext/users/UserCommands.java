package italk.ext.users;

import italk.engine.api.Engine;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Permissions;
import italk.engine.api.moderation.Role;
import italk.engine.api.moderation.Sanction;
import italk.engine.api.moderation.Target;
import italk.engine.api.moderation.UserModeration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What an operator sees of one user, and can change; and the roles. */
@Component(
    service = UserCommands.class,
    property = {
      "osgi.command.scope=italk",
      "osgi.command.function=user",
      "osgi.command.function=rename",
      "osgi.command.function=metadata",
      "osgi.command.function=roles",
      "osgi.command.function=role"
    })
public final class UserCommands {

  private static final int RECORDS_SHOWN = 10;

  private final Engine engine;
  private final UserModeration moderation;
  private final Permissions permissions;
  private final ModerationRecords records;

  /** Needs what it shows. */
  @Activate
  public UserCommands(
      @Reference Engine engine,
      @Reference UserModeration moderation,
      @Reference Permissions permissions,
      @Reference ModerationRecords records) {
    this.engine = engine;
    this.moderation = moderation;
    this.permissions = permissions;
    this.records = records;
  }

  /** One user. */
  @Descriptor("shows a user: roles, sanctions, what was done last")
  public String user(@Descriptor("ID") String userId) {
    User user = known(CommandWords.word(userId));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ID", user.id()));
    rows.add(List.of("name", user.name()));
    rows.add(List.of("online", user.online() ? "yes" : "no"));
    rows.add(List.of("registered", UserWords.moment(user.registeredAt())));
    rows.add(List.of("metadata", user.metadata().isEmpty() ? "-" : user.metadata().toString()));
    rows.add(List.of("roles", words(permissions.roles(user.id()))));
    rows.add(List.of("ban", sanction(Sanction.Kind.BAN, user.id())));
    rows.add(List.of("mute", sanction(Sanction.Kind.MUTE, user.id())));
    for (ModerationRecord record :
        records.about(Target.user(user.id()), Long.MAX_VALUE, RECORDS_SHOWN)) {
      rows.add(List.of(UserWords.moment(record.at()), words(record)));
    }
    return CommandWords.table(rows);
  }

  private static String words(ModerationRecord record) {
    return record.action()
        + record.until().map(end -> " until " + UserWords.moment(end)).orElse("")
        + (record.details().isEmpty() ? "" : " " + record.details())
        + ", by "
        + record.by()
        + CommandWords.because(record.reason());
  }

  private String sanction(Sanction.Kind kind, String userId) {
    return moderation.find(kind, userId).map(CommandWords::of).orElse("-");
  }

  /** Gives a user another name. */
  @Descriptor("gives a user another name")
  public String rename(@Descriptor("ID") String userId, @Descriptor("NAME…") String... name) {
    String id = CommandWords.word(userId);
    User user = moderation.rename(Actor.operator(), id, CommandWords.text(name));
    return id + " is called " + CommandWords.line(user.name()) + " now.";
  }

  /** Changes single keys of a user's metadata. */
  @Descriptor("sets keys of a user's metadata to texts, or removes them: KEY=")
  public String metadata(
      @Descriptor("ID") String userId, @Descriptor("KEY=VALUE…") String... words) {
    User user = known(CommandWords.word(userId));
    Map<String, Object> metadata = new LinkedHashMap<>(user.metadata().asMap());
    for (String given : words) {
      String[] parts = CommandWords.word(given).split("=", 2);
      if (parts.length < 2 || parts[0].isEmpty()) {
        throw CommandWords.invalid(
            "Metadata is given as KEY=VALUE, found \"" + CommandWords.line(given) + "\".");
      }
      if (parts[1].isEmpty()) {
        metadata.remove(parts[0]);
      } else {
        metadata.put(parts[0], parts[1]);
      }
    }
    User changed =
        words.length == 0 ? user : moderation.setMetadata(Actor.operator(), user.id(), metadata);
    return changed.metadata().isEmpty()
        ? user.id() + " has no metadata."
        : CommandWords.line(changed.metadata().toString());
  }

  /** The roles, and who has been given one. */
  @Descriptor("lists the roles, what they allow, and who was given them")
  public String roles() {
    if (moderation.roles().isEmpty()) {
      return "There are no roles. See: users_management.roles in the configuration.";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ROLE", "PERMISSIONS", "GIVEN TO"));
    Map<String, Set<String>> granted = moderation.granted("", UserModeration.MAX_PAGE);
    for (Role role : moderation.roles().values()) {
      List<String> holders =
          granted.entrySet().stream()
              .filter(entry -> entry.getValue().contains(role.name()))
              .map(Map.Entry::getKey)
              .toList();
      rows.add(List.of(role.name(), words(role.permissions()), words(holders)));
    }
    return CommandWords.table(rows);
  }

  /** The roles that a user has. */
  @Descriptor("lists the roles that a user has")
  public String roles(@Descriptor("ID") String userId) {
    return words(permissions.roles(known(CommandWords.word(userId)).id()));
  }

  /** Gives a role, or takes it away. */
  @Descriptor("gives a user a role, or takes it away")
  public String role(
      @Descriptor("grant | withdraw") String action,
      @Descriptor("ID") String userId,
      @Descriptor("ROLE") String role) {
    String id = CommandWords.word(userId);
    String name = CommandWords.word(role);
    Set<String> left =
        switch (CommandWords.word(action)) {
          case "grant" -> moderation.grant(Actor.operator(), id, name);
          case "withdraw" -> moderation.withdraw(Actor.operator(), id, name);
          default ->
              throw CommandWords.invalid(
                  "Expected grant or withdraw, found \"" + CommandWords.line(action) + "\".");
        };
    return id + (left.isEmpty() ? " has been given no role." : " has been given: " + words(left));
  }

  private static String words(Collection<String> names) {
    return names.isEmpty() ? "-" : String.join(",", new TreeSet<>(names));
  }

  private User known(String userId) {
    return engine
        .users()
        .find(userId)
        .orElseThrow(
            () ->
                Problem.of(
                        Problem.Code.UNKNOWN_USER,
                        "There is no user \"" + CommandWords.line(userId) + "\". See: users")
                    .exception());
  }
}
