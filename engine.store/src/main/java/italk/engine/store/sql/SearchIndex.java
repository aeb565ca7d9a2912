package italk.engine.store.sql;

import italk.engine.api.Message;
import italk.engine.api.MessageSearch;
import italk.engine.api.User;
import java.sql.SQLException;
import java.util.List;

/** How one kind of database finds users and messages by their text, over one connection. */
public interface SearchIndex {

  /** After so many new messages the index catches up. */
  int LAG = 256;

  /** So many of the newest messages are looked through without the index. */
  int LOOKED_THROUGH = 512;

  /** A user is about to be saved who was found by {@code before} (null where new). */
  void beforeSaving(String userId, String before) throws SQLException;

  /** That user was saved and is found by {@code searched} now. */
  void afterSaving(String userId, String searched) throws SQLException;

  /** Users whose id or name contains a text, by id. */
  List<User> users(String text, int limit) throws SQLException;

  /** A message was appended behind all others: now and then, the index catches up. */
  void appended() throws SQLException;

  /** Adds one message that is not behind all others, where the index has come as far. */
  void add(long messageId) throws SQLException;

  /** Takes one message out, where it is in, while its row is still what it was. */
  void remove(long messageId) throws SQLException;

  /** Takes the oldest messages of a conversation out, while their rows are still there. */
  void removeOldest(String conversationKey, long upTo) throws SQLException;

  /** The newest messages that are found, newest first. */
  List<Message> messages(MessageSearch search) throws SQLException;
}
