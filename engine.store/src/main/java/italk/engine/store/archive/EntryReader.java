package italk.engine.store.archive;

import com.fasterxml.jackson.databind.JsonNode;
import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes entries of what {@link EntryWriter} wrote, or of what somebody says that it wrote. */
final class EntryReader {

  static final int MAX_NAME = 128;

  private static final int MAX_CONVERSATION = 300;
  private static final int MAX_CONTENT = 1_000_000;
  private static final int MAX_EXTENSION = 256;
  // The next one's number must be a number, too.
  private static final long MAX_NUMBER = 1L << 53;
  // Another machine's clock may be ahead, but not by much: new ids are greater than all there are,
  // so one of the last century of ids would leave no room for them.
  private static final Duration AHEAD = Duration.ofDays(1);

  private final InstantSource clock;

  EntryReader(InstantSource clock) {
    this.clock = clock;
  }

  /** The entry in a line: an object whose one key says what it is. */
  Entry entry(JsonNode line) {
    JsonFields outer = JsonFields.of("", line);
    String key = outer.onlyKey();
    for (Entry.Kind kind : Entry.Kind.values()) {
      if (kind.key().equals(key)) {
        JsonFields fields = outer.object(key);
        return fields.make(() -> entry(kind, fields));
      }
    }
    throw JsonFields.wrong(
        "", "user, group, message, read, moderation or kept", JsonFields.quoted(key));
  }

  private Entry entry(Entry.Kind kind, JsonFields fields) {
    return switch (kind) {
      case USER -> new Entry.OfUser(user(fields));
      case GROUP -> new Entry.OfGroup(group(fields));
      case MESSAGE -> new Entry.OfMessage(message(fields));
      case READ_POSITION ->
          new Entry.OfReadPosition(
              userId(fields, "user"), conversation(fields), messageId(fields, "up_to"));
      case MODERATION -> new Entry.OfModeration(moderation(fields));
      case KEPT -> kept(fields);
    };
  }

  private static User user(JsonFields fields) {
    return new User(
        fields.text("id", MAX_NAME),
        fields.text("name", MAX_NAME),
        fields.metadata("metadata"),
        fields.time("registered_at"),
        false);
  }

  private static Group group(JsonFields fields) {
    Map<String, Group.Role> members = new LinkedHashMap<>();
    for (JsonFields member : fields.objects("members")) {
      String id = member.text("user", MAX_NAME);
      if (members.put(id, member.constant("role", Group.Role.class)) != null) {
        throw JsonFields.wrong(member.path("user"), "each member once", JsonFields.quoted(id));
      }
      member.nothingElse();
    }
    return new Group(
        fields.text("name", MAX_NAME),
        fields.constant("visibility", Group.Visibility.class),
        fields.metadata("metadata"),
        members,
        fields.time("created_at"));
  }

  private Message message(JsonFields fields) {
    Message message =
        new Message(
            messageId(fields, "id"),
            conversation(fields),
            userId(fields, "sender"),
            userName(fields, "sender_name"),
            fields.text("content", MAX_CONTENT),
            fields.optionalText("client_id", MAX_NAME),
            fields.optionalTime("edited_at"),
            fields.optionalTime("retracted_at"));
    if (message.isRetracted() && !message.content().isEmpty()) {
      throw JsonFields.wrong(
          fields.path("content"), "\"\" in a message that was retracted", "a text");
    }
    return message;
  }

  private static ModerationRecord moderation(JsonFields fields) {
    long number = fields.number("number", 1, MAX_NUMBER);
    JsonFields target = fields.object("target");
    ModerationRecord done =
        new ModerationRecord(
            number,
            fields.time("at"),
            Actor.parse(fields.text("by", 2 * MAX_NAME)),
            fields.text("action", ModerationRecord.MAX_ACTION),
            new Target(
                target.constant("kind", Target.Kind.class), target.text("id", Target.MAX_LENGTH)),
            fields.text("reason", ModerationRecord.MAX_REASON),
            fields.optionalTime("until"),
            fields.metadata("details"));
    target.nothingElse();
    return done;
  }

  private static Entry kept(JsonFields fields) {
    String extension = fields.text("extension", MAX_EXTENSION);
    String key = fields.text("key", ExtensionStorage.MAX_KEY_LENGTH);
    if (extension.isBlank() || key.isEmpty()) {
      throw JsonFields.wrong(
          fields.path(key.isEmpty() ? "key" : "extension"), "at least one character", "none");
    }
    return new Entry.OfKept(
        extension, key, fields.text("value", ExtensionStorage.MAX_VALUE_LENGTH));
  }

  private static Conversation conversation(JsonFields fields) {
    String key = fields.text("conversation", MAX_CONVERSATION);
    return JsonFields.at(fields.path("conversation"), () -> Conversation.parse(key));
  }

  private MessageId messageId(JsonFields fields, String key) {
    String text = fields.text(key, MAX_NAME);
    MessageId id = JsonFields.at(fields.path(key), () -> MessageId.parse(text));
    Instant last = clock.instant().plus(AHEAD);
    if (id.time().isAfter(last)) {
      throw JsonFields.wrong(
          fields.path(key),
          "an id of a time before " + last + " (see that this machine's clock is right)",
          id + " of " + id.time());
    }
    return id;
  }

  // The API checks ids and names where they are a user's.

  private static String userId(JsonFields fields, String key) {
    String id = fields.text(key, MAX_NAME);
    return JsonFields.at(fields.path(key), () -> someone(id, "name").id());
  }

  private static String userName(JsonFields fields, String key) {
    String name = fields.text(key, MAX_NAME);
    return JsonFields.at(fields.path(key), () -> someone("id", name).name());
  }

  private static User someone(String id, String name) {
    return new User(id, name, Metadata.EMPTY, Instant.EPOCH, false);
  }
}
