package italk.ext.events.fact;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.User;
import italk.engine.api.event.Change;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.Failure;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Takes events apart: each kind has its name and its few data. */
final class FactsOfEvents {

  private FactsOfEvents() {}

  static EventFacts of(EngineEvent event) {
    if (event instanceof EngineEvent.MessageSent it) {
      return ofMessage(EventFacts.MESSAGE_SENT, it.message(), it.at(), Map.of());
    } else if (event instanceof EngineEvent.UserConnected it) {
      return ofUser(
          "user_connected",
          it.user(),
          it.at(),
          data("session_id", it.sessionId(), "came_online", it.cameOnline()));
    } else if (event instanceof EngineEvent.UserDisconnected it) {
      Map<String, Object> more =
          data("session_id", it.sessionId(), "went_offline", it.wentOffline());
      more.put("reason", it.reason());
      return ofUser("user_disconnected", it.user(), it.at(), more);
    } else if (event instanceof Failure it) {
      Map<String, Object> data = data("source", it.source(), "operation", it.operation());
      data.put("subject", it.subject());
      data.put("description", it.description());
      return elsewhere("error", it.at(), it.source() + ": " + it.description(), data);
    } else if (event instanceof CustomEvent it) {
      return elsewhere(EventFacts.CUSTOM + it.type(), it.at(), "", it.payload().asMap());
    }
    return ofChange((Change) event);
  }

  private static EventFacts ofChange(Change change) {
    if (change instanceof Change.UserRegistered it) {
      return ofUser("user_registered", it.user(), it.at(), Map.of());
    } else if (change instanceof Change.UserChanged it) {
      return ofUser("user_changed", it.user(), it.at(), Map.of("name_before", it.before().name()));
    } else if (change instanceof Change.MessageEdited it) {
      return ofMessage("message_edited", it.message(), it.at(), by(it.by()));
    } else if (change instanceof Change.MessageRetracted it) {
      Map<String, Object> data = by(it.by());
      data.put("reason", it.reason());
      return ofMessage("message_retracted", it.message(), it.at(), data);
    } else if (change instanceof Change.Moderated it) {
      return ofRecord(it.record());
    } else if (change instanceof Change.ExtensionChanged it) {
      return ofExtension(it.extension(), it.at());
    }
    return ofGroupChange(change);
  }

  private static EventFacts ofGroupChange(Change change) {
    if (change instanceof Change.GroupCreated it) {
      return ofGroup("group_created", it.group(), it.at(), Map.of());
    } else if (change instanceof Change.GroupChanged it) {
      return ofGroup("group_changed", it.group(), it.at(), Map.of());
    } else if (change instanceof Change.GroupDeleted it) {
      return ofGroup("group_deleted", it.group(), it.at(), Map.of());
    } else if (change instanceof Change.MemberJoined it) {
      return ofGroup(
          "member_joined",
          it.group(),
          it.at(),
          data("user_id", it.userId(), "role", lower(it.role())));
    }
    Change.MemberLeft left = (Change.MemberLeft) change;
    return ofGroup("member_left", left.group(), left.at(), Map.of("user_id", left.userId()));
  }

  private static EventFacts ofMessage(
      String type, Message message, Instant at, Map<String, Object> data) {
    MessageId id = message.id();
    return new EventFacts(
        type,
        at,
        id + " of " + message.senderId(),
        Optional.of(message.conversation()),
        Optional.of(id),
        data);
  }

  private static EventFacts ofUser(String type, User user, Instant at, Map<String, Object> more) {
    Map<String, Object> data = data("id", user.id(), "name", user.name());
    data.put("metadata", user.metadata().asMap());
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("user", data);
    all.putAll(more);
    return elsewhere(type, at, user.id() + " " + user.name(), all);
  }

  // Without the members: there may be ten thousand.
  private static EventFacts ofGroup(
      String type, Group group, Instant at, Map<String, Object> more) {
    Map<String, Object> data = data("name", group.name(), "visibility", lower(group.visibility()));
    data.put("members", group.members().size());
    data.put("metadata", group.metadata().asMap());
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("group", data);
    all.putAll(more);
    String member = more.containsKey("user_id") ? " " + more.get("user_id") : "";
    return new EventFacts(
        type,
        at,
        group.name() + member,
        Optional.of(Conversation.group(group.name())),
        Optional.empty(),
        all);
  }

  private static EventFacts ofRecord(ModerationRecord record) {
    Map<String, Object> data = data("number", record.number(), "action", record.action());
    data.put("by", record.by().toString());
    data.put("target", record.target().toString());
    data.put("reason", record.reason());
    record.until().ifPresent(until -> data.put("until", until.toString()));
    data.put("details", record.details().asMap());
    return elsewhere(
        "moderated",
        record.at(),
        record.by() + ": " + record.action() + " " + record.target(),
        data);
  }

  private static EventFacts ofExtension(ExtensionStatus extension, Instant at) {
    Map<String, Object> data =
        data("extension", extension.name(), "state", lower(extension.state()));
    extension.version().ifPresent(version -> data.put("version", version));
    data.put("detail", extension.detail());
    return elsewhere(
        "extension_changed", at, extension.name() + " " + lower(extension.state()), data);
  }

  private static EventFacts elsewhere(
      String type, Instant at, String about, Map<String, Object> data) {
    return new EventFacts(type, at, about, Optional.empty(), Optional.empty(), data);
  }

  private static Map<String, Object> by(Actor actor) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("by", actor.toString());
    return data;
  }

  private static Map<String, Object> data(String key, Object value, String key2, Object value2) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put(key, value);
    data.put(key2, value2);
    return data;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
