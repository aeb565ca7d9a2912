package italk.ext.messages.retention;

import italk.engine.api.Conversation;
import italk.engine.api.MessageId;
import italk.engine.api.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stays of a conversation.
 *
 * @param age how old a message may become; empty for any age
 * @param count how many stay, the newest; 0 for any number
 */
record Limits(Optional<Duration> age, int count) {

  static final Limits NONE = new Limits(Optional.empty(), 0);

  boolean keepEverything() {
    return age.isEmpty() && count == 0;
  }

  /** The first message that stays; empty where all of them do. */
  Optional<MessageId> firstThatStays(Conversation conversation, Instant now, Messages messages) {
    Optional<MessageId> byAge =
        age.map(now::minus).filter(it -> it.isAfter(Instant.EPOCH)).map(MessageId::firstAt);
    Optional<MessageId> byCount =
        count == 0 ? Optional.empty() : messages.newest(conversation, count);
    return Stream.of(byAge, byCount).flatMap(Optional::stream).max(MessageId::compareTo);
  }
}
