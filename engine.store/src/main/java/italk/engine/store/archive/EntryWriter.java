package italk.engine.store.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.moderation.ModerationRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Writes entries as lines of JSON that {@link EntryReader} reads. For one thread. */
final class EntryWriter {

  private final JsonGenerator json;

  EntryWriter(JsonGenerator json) {
    this.json = json;
  }

  void write(Entry entry) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart(entry.kind().key());
    // Not a pattern switch: Java 17 has none.
    if (entry instanceof Entry.OfUser of) {
      user(of.user());
    } else if (entry instanceof Entry.OfGroup of) {
      group(of.group());
    } else if (entry instanceof Entry.OfMessage of) {
      message(of.message());
    } else if (entry instanceof Entry.OfReadPosition of) {
      json.writeStringField("user", of.userId());
      json.writeStringField("conversation", of.conversation().key());
      json.writeStringField("up_to", of.upTo().toString());
    } else if (entry instanceof Entry.OfModeration of) {
      moderation(of.done());
    } else if (entry instanceof Entry.OfKept of) {
      json.writeStringField("extension", of.extension());
      json.writeStringField("key", of.key());
      json.writeStringField("value", of.value());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void user(User user) throws IOException {
    json.writeStringField("id", user.id());
    json.writeStringField("name", user.name());
    metadata("metadata", user.metadata());
    time("registered_at", Optional.of(user.registeredAt()));
  }

  private void group(Group group) throws IOException {
    json.writeStringField("name", group.name());
    json.writeStringField("visibility", JsonFields.lower(group.visibility()));
    metadata("metadata", group.metadata());
    json.writeArrayFieldStart("members");
    for (Map.Entry<String, Group.Role> member : group.members().entrySet()) {
      json.writeStartObject();
      json.writeStringField("user", member.getKey());
      json.writeStringField("role", JsonFields.lower(member.getValue()));
      json.writeEndObject();
    }
    json.writeEndArray();
    time("created_at", Optional.of(group.createdAt()));
  }

  private void message(Message message) throws IOException {
    json.writeStringField("id", message.id().toString());
    json.writeStringField("conversation", message.conversation().key());
    json.writeStringField("sender", message.senderId());
    json.writeStringField("sender_name", message.senderName());
    json.writeStringField("content", message.content());
    if (message.clientId().isPresent()) {
      json.writeStringField("client_id", message.clientId().get());
    }
    time("edited_at", message.editedAt());
    time("retracted_at", message.retractedAt());
  }

  private void moderation(ModerationRecord done) throws IOException {
    json.writeNumberField("number", done.number());
    time("at", Optional.of(done.at()));
    json.writeStringField("by", done.by().toString());
    json.writeStringField("action", done.action());
    json.writeObjectFieldStart("target");
    json.writeStringField("kind", JsonFields.lower(done.target().kind()));
    json.writeStringField("id", done.target().id());
    json.writeEndObject();
    json.writeStringField("reason", done.reason());
    time("until", done.until());
    metadata("details", done.details());
  }

  private void metadata(String key, Metadata metadata) throws IOException {
    if (!metadata.isEmpty()) {
      json.writeObjectField(key, metadata.asMap());
    }
  }

  private void time(String key, Optional<Instant> time) throws IOException {
    if (time.isPresent()) {
      json.writeStringField(key, time.get().toString());
    }
  }
}
