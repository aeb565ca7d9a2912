package italk.engine.shell.text;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.ReadPositions;
import italk.engine.api.User;
import italk.engine.api.configuration.ConfigurationVersion;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.operation.KeptVersion;
import italk.engine.api.operation.Leak;
import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Plan;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Component;

/** Shows what the commands return: tables for lists, one line for one thing. Stateless. */
@Component(
    service = Converter.class,
    property = {
      Converter.CONVERTER_CLASSES + "=italk.engine.api.User",
      Converter.CONVERTER_CLASSES + "=italk.engine.api.Group",
      Converter.CONVERTER_CLASSES + "=italk.engine.api.Message",
      Converter.CONVERTER_CLASSES + "=italk.engine.api.Conversation",
      Converter.CONVERTER_CLASSES + "=italk.engine.api.Engine$Status",
      Converter.CONVERTER_CLASSES + "=italk.engine.api.extension.ExtensionStatus",
      Converter.CONVERTER_CLASSES + "=italk.engine.api.operation.Plan",
      Converter.CONVERTER_CLASSES + "=italk.engine.api.operation.Outcome",
      Converter.CONVERTER_CLASSES + "=italk.engine.api.operation.KeptVersion"
    })
public final class ApiConverter implements Converter {

  private static final int DIGEST_SHOWN = 12;

  @Override
  public Object convert(Class<?> desiredType, Object in) {
    return null;
  }

  @Override
  public CharSequence format(Object target, int level, Converter escape) {
    if (target instanceof Listing<?> listing && level == INSPECT) {
      return table(listing);
    } else if (target instanceof User user) {
      return level == INSPECT ? users(List.of(user)) : user.id();
    } else if (target instanceof Group group) {
      return level == INSPECT ? members(group) : group.name();
    } else if (target instanceof Message message) {
      return Deliveries.line(message);
    } else if (target instanceof Engine.Status status) {
      return status(status);
    } else if (target instanceof ExtensionStatus extension) {
      return level == INSPECT ? extensions(List.of(extension)) : extension.name();
    } else if (target instanceof Plan plan) {
      return OperationWords.plan(plan);
    } else if (target instanceof Outcome outcome) {
      return OperationWords.line(outcome);
    } else if (target instanceof KeptVersion kept) {
      return level == INSPECT ? versions(List.of(kept)) : kept.version();
    } else if (target instanceof Conversation conversation) {
      return conversation.key();
    }
    return null;
  }

  private static String table(Listing<?> listing) {
    if (listing.isEmpty()) {
      return listing.whenEmpty();
    }
    Object first = listing.get(0);
    String rows;
    if (first instanceof User) {
      rows = users(all(listing, User.class));
    } else if (first instanceof Group) {
      rows = groups(all(listing, Group.class));
    } else if (first instanceof ExtensionStatus) {
      rows = extensions(all(listing, ExtensionStatus.class));
    } else if (first instanceof KeptVersion) {
      rows = versions(all(listing, KeptVersion.class));
    } else if (first instanceof Outcome) {
      rows = OperationWords.outcomes(all(listing, Outcome.class));
    } else if (first instanceof Leak) {
      rows = OperationWords.leaks(all(listing, Leak.class));
    } else if (first instanceof CommandUsage) {
      rows = usages(all(listing, CommandUsage.class));
    } else if (first instanceof Setting) {
      rows = ConfigurationWords.settings(all(listing, Setting.class));
    } else if (first instanceof ConfigurationVersion) {
      rows = ConfigurationWords.versions(all(listing, ConfigurationVersion.class));
    } else if (first instanceof ReadPositions.Unread) {
      rows = StoredWords.unread(all(listing, ReadPositions.Unread.class));
    } else if (first instanceof ModerationRecord) {
      rows = StoredWords.records(all(listing, ModerationRecord.class));
    } else if (first instanceof Message) {
      rows =
          all(listing, Message.class).stream()
              .map(message -> Deliveries.datedLine(message) + "\n")
              .collect(Collectors.joining());
    } else {
      rows = listing.stream().map(item -> item + "\n").collect(Collectors.joining());
    }
    return listing.more().isEmpty() ? rows : rows + listing.more() + "\n";
  }

  private static <T> List<T> all(List<?> items, Class<T> type) {
    return items.stream().map(type::cast).toList();
  }

  private static String users(List<User> users) {
    Table table = new Table("ID", "NAME", "ONLINE", "METADATA");
    users.forEach(
        user ->
            table.row(
                user.id(),
                user.name(),
                user.online() ? "yes" : "no",
                user.metadata().isEmpty() ? "" : user.metadata()));
    return table.toString();
  }

  private static String groups(List<Group> groups) {
    Table table = new Table("NAME", "VISIBILITY", "MEMBERS", "METADATA");
    groups.forEach(
        group ->
            table.row(
                group.name(),
                lower(group.visibility()),
                group.members().size(),
                group.metadata().isEmpty() ? "" : group.metadata()));
    return table.toString();
  }

  private static String members(Group group) {
    if (group.members().isEmpty()) {
      return groups(List.of(group)) + "It has no members.\n";
    }
    Table table = new Table("MEMBER", "ROLE");
    group.members().forEach((id, role) -> table.row(id, lower(role)));
    return groups(List.of(group)) + "\n" + table;
  }

  private static String extensions(List<ExtensionStatus> extensions) {
    Table table =
        new Table(
            "#",
            "NAME",
            "VERSION",
            "STATE",
            "HOOKS",
            "ON FAILURE",
            "TIMEOUT",
            "CALLS",
            "REJECTS",
            "FAILURES",
            "DETAIL");
    extensions.forEach(
        extension ->
            table.row(
                extension.position() == 0 ? "-" : extension.position(),
                extension.name(),
                extension.version().orElse("-"),
                lower(extension.state()),
                extension.hooks().isEmpty() ? "-" : String.join(",", extension.hooks()),
                lower(extension.failurePolicy()),
                Printable.duration(extension.timeout()),
                extension.calls(),
                extension.rejects(),
                extension.failures(),
                extension.detail()));
    return table.toString();
  }

  private static String versions(List<KeptVersion> versions) {
    Table table = new Table("VERSION", "STATE", "SINCE", "DIGEST");
    versions.forEach(
        kept ->
            table.row(
                kept.version(),
                lower(kept.state()),
                Printable.time(kept.since()),
                kept.digest().substring(0, Math.min(DIGEST_SHOWN, kept.digest().length()))));
    return table.toString();
  }

  private static String usages(List<CommandUsage> usages) {
    Table table = new Table("COMMAND", "WHAT IT DOES");
    usages.forEach(usage -> table.row(usage.usage(), usage.description()));
    return table.toString();
  }

  private static String status(Engine.Status status) {
    Table table = new Table("GATE", status.open() ? "open" : "shut");
    status.waitingFor().forEach(what -> table.row("waits for", what));
    status
        .readOnly()
        .ifPresent(why -> table.row("store", "read-only, retrying: " + Printable.line(why)));
    return table
        .row("sessions", status.sessions())
        .row("messages waiting", status.waitingMessages())
        .row("longest message", status.maxMessageLength() + " characters")
        .row("up since", Printable.duration(status.uptime()))
        .toString();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
