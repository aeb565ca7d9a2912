package italk.engine.api.moderation;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Messages;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What may be done to stored messages, and by whom: edit, retract, pin, report, search. An OSGi
 * service, brought by the extension {@code messages_management}; safe for any thread.
 *
 * <p>Unlike {@link Messages} it asks whether the actor may. <em>Moderators</em> are who needs no
 * permission, who has {@link Permissions#MODERATE_MESSAGES}, and in a group its owners, its
 * moderators and who has {@link Permissions#MODERATE_GROUPS}. Of messages, a user can name those of
 * everyone's conversation, of the user's groups and of the user's direct conversations.
 *
 * <p>Everything blocks until it is durably stored, so it should not be called on a thread of the
 * engine that others wait for, such as an interceptor's. What moderation it is, is recorded in
 * {@link ModerationRecords}; never with any content.
 *
 * <p>Everything throws an {@link italk.engine.api.EngineException}: with {@code INVALID} where
 * there is no such message, {@code NOT_ALLOWED} where the actor may not, {@code UNAVAILABLE} where
 * it can't be done just now.
 *
 * @since 1.0
 */
@ProviderType
public interface MessageModeration {

  /** How many reports one page may have. */
  int MAX_PAGE = 500;

  /**
   * Gives a message another content, as {@link Messages#edit} does. Its author may for a while,
   * moderators always. Recorded where it isn't the author who does it.
   *
   * @param reason why, for the record; one line, may be ""
   * @return the message as it is now
   * @throws italk.engine.api.EngineException also with what an interceptor has against the content
   */
  Message edit(MessageId id, String content, Actor by, String reason);

  /**
   * Takes a message back, as {@link Messages#retract} does. Its author may for a while, moderators
   * always. Recorded where it isn't the author who does it. Retracting a tombstone changes nothing.
   *
   * @param reason why, for people; one line, may be ""
   * @return the tombstone
   */
  Message retract(MessageId id, Actor by, String reason);

  /**
   * What a search finds of what the actor may see: a user what the user could read anyway, who has
   * {@link Permissions#MODERATE_MESSAGES} everything.
   */
  List<Message> search(MessageSearch search, Actor by);

  /**
   * Pins a message to its conversation. Moderators may; in a direct conversation both users. Where
   * it is pinned already, that pin stays.
   *
   * @throws italk.engine.api.EngineException also with {@code NOT_ALLOWED} where the conversation
   *     has as many pins as it may
   */
  Pin pin(MessageId id, Actor by);

  /**
   * Takes a pin away. Who may pin may.
   *
   * @return false where it was not pinned
   */
  boolean unpin(MessageId id, Actor by);

  /** The pins of a conversation that the actor can read, the newest first. */
  List<Pin> pins(Conversation conversation, Actor by);

  /**
   * Reports a message to the moderators. Where the actor has reported it and that report is open,
   * it is the result.
   *
   * @param reason why, for people; one line, may be ""
   * @throws italk.engine.api.EngineException also with {@code UNAVAILABLE} where too many reports
   *     are open, and {@code NOT_ALLOWED} where too many of the actor's own are
   */
  Report report(MessageId id, Actor by, String reason);

  /**
   * The reports that the actor may handle, oldest first. Of those that are handled, the newest are
   * kept.
   *
   * @param after the last number of the page before; 0 for the first page
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<Report> reports(Report.State state, long after, int limit, Actor by);

  /**
   * Says what came of a report. Moderators of the message's conversation may, once.
   *
   * @param resolution for people; one line, not blank
   * @throws italk.engine.api.EngineException with {@code INVALID} also where there is no such
   *     report or it is handled
   */
  Report resolve(long number, Actor by, String resolution);

  /** What the filters and limits would make of a text. */
  FilterTrial tryFilters(String content);
}
