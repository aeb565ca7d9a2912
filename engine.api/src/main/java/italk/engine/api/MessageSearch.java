package italk.engine.api;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What to look for in the stored messages.
 *
 * @param text the words that a message has to contain, each as a whole or as the beginning of one,
 *     whatever their case, accents and order; 1 to {@value #MAX_TEXT} characters with at least one
 *     letter or digit
 * @param conversation the only conversation to look in; empty for all
 * @param participantId a user in whose conversations alone to look: everyone, the user's groups,
 *     the user's direct conversations; empty for all
 * @param senderId the only sender; empty for all
 * @param before only older messages than this; empty for the newest
 * @param limit how many to find at most, 1 to {@link Messages#MAX_PAGE}
 * @since 1.0
 */
@ProviderType
public record MessageSearch(
    String text,
    Optional<Conversation> conversation,
    Optional<String> participantId,
    Optional<String> senderId,
    Optional<MessageId> before,
    int limit) {

  /** How long the text may be. */
  public static final int MAX_TEXT = 256;

  /** Checks every part. */
  public MessageSearch {
    requireNonNull(text, "text");
    requireNonNull(conversation, "conversation");
    requireNonNull(participantId, "participantId");
    requireNonNull(senderId, "senderId");
    requireNonNull(before, "before");
    if (text.length() > MAX_TEXT
        || Names.isNoText(text)
        || text.codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw Problem.of(
              Problem.Code.INVALID,
              "A search needs a text of 1 to "
                  + MAX_TEXT
                  + " characters with at least one letter or digit, found "
                  + Names.quoted(text)
                  + ".")
          .exception();
    }
    if (limit < 1 || limit > Messages.MAX_PAGE) {
      throw Problem.of(
              Problem.Code.INVALID,
              "A search finds 1 to "
                  + Messages.MAX_PAGE
                  + " messages at once, asked for "
                  + limit
                  + ".")
          .exception();
    }
  }

  /** The newest {@code limit} messages anywhere that contain a text. */
  public static MessageSearch of(String text, int limit) {
    return new MessageSearch(
        text, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }

  /** The same in one conversation alone. */
  public MessageSearch in(Conversation only) {
    return new MessageSearch(text, Optional.of(only), participantId, senderId, before, limit);
  }

  /** The same in the conversations of one user alone. */
  public MessageSearch visibleTo(String userId) {
    return new MessageSearch(text, conversation, Optional.of(userId), senderId, before, limit);
  }

  /** The same among the messages of one sender alone. */
  public MessageSearch from(String userId) {
    return new MessageSearch(text, conversation, participantId, Optional.of(userId), before, limit);
  }

  /** The same among older messages: the next page. */
  public MessageSearch olderThan(MessageId id) {
    return new MessageSearch(text, conversation, participantId, senderId, Optional.of(id), limit);
  }
}
