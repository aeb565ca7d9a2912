package italk.ext.messages;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Report;
import italk.engine.api.moderation.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Records what is done about a message: where it is and whose, never what it says. */
final class Recording {

  private final ModerationRecords records;

  Recording(ModerationRecords records) {
    this.records = records;
  }

  void about(Message message, Actor by, String action, String reason) {
    record(by, action, message.id(), reason, details(message.conversation(), message.senderId()));
  }

  void about(Report report, Actor by, String action, String reason) {
    Map<String, Object> details = details(report.conversation(), report.senderId());
    details.put("report", report.number());
    record(by, action, report.message(), reason, details);
  }

  private static Map<String, Object> details(Conversation conversation, String senderId) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("conversation", conversation.key());
    details.put("sender", senderId);
    return details;
  }

  private void record(
      Actor by, String action, MessageId id, String reason, Map<String, Object> details) {
    records.record(by, action, Target.message(id), reason, Optional.empty(), details);
  }
}
