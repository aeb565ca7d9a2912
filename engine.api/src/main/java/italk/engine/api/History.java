package italk.engine.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The stored messages of one conversation, by page. Every page is in the order of the conversation,
 * oldest first. Safe for any thread; blocks for as long as reading takes.
 *
 * @since 1.0
 */
@ProviderType
public interface History {

  /** How many messages one page may have. */
  int MAX_PAGE = 500;

  /**
   * The newest messages.
   *
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<Message> latest(int limit);

  /**
   * The newest messages that are older than a message.
   *
   * @param id need not be the id of a message of this conversation
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<Message> before(MessageId id, int limit);

  /**
   * The oldest messages that are newer than a message.
   *
   * @param id need not be the id of a message of this conversation
   * @param limit 1 to {@value #MAX_PAGE}
   */
  List<Message> after(MessageId id, int limit);
}
