package italk.engine.impl.kept;

import italk.engine.api.Conversation;
import italk.engine.api.History;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.store.Store;
import java.util.List;

/** The history of a conversation, read from the store each time. */
public record StoredHistory(Store store, Conversation conversation) implements History {

  private static final MessageId END = new MessageId(Long.MAX_VALUE);

  @Override
  public List<Message> latest(int limit) {
    return before(END, limit);
  }

  @Override
  public List<Message> before(MessageId id, int limit) {
    return store.before(conversation, id, Pages.checked(limit, MAX_PAGE));
  }

  @Override
  public List<Message> after(MessageId id, int limit) {
    return store.after(conversation, id, Pages.checked(limit, MAX_PAGE));
  }
}
