package italk.itest.day;

import italk.engine.api.MessageId;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
import java.util.Map;

/**
 * What is recorded of one thing that was done, without what nobody can know beforehand. Messages
 * are named by their place in the script.
 *
 * @param by who, as {@link italk.engine.api.moderation.Actor#toString()} says it
 * @param action what
 * @param target to whom or what
 * @param reason why
 */
record Entry(String by, String action, String target, String reason) {

  /** A message's place in the script. */
  static String place(int scene, int number) {
    return "scene " + scene + " #" + number;
  }

  /**
   * The entry of a record.
   *
   * @param places of all messages
   */
  static Entry of(ModerationRecord record, Map<MessageId, String> places) {
    Target target = record.target();
    String words =
        target.kind() == Target.Kind.MESSAGE
            ? "message " + places.get(MessageId.parse(target.id()))
            : target.toString();
    return new Entry(record.by().toString(), record.action(), words, record.reason());
  }
}
