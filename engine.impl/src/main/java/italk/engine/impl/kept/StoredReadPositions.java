package italk.engine.impl.kept;

import static java.util.Objects.requireNonNull;

import italk.engine.api.Conversation;
import italk.engine.api.MessageId;
import italk.engine.api.ReadPositions;
import italk.engine.api.store.Store;
import java.util.List;
import java.util.Optional;

/** How far users have read, kept by the store. */
public final class StoredReadPositions implements ReadPositions {

  private final Store store;
  private final Changes changes;
  private final StoredUsers users;
  private final StoredGroups groups;

  public StoredReadPositions(Store store, Changes changes, StoredUsers users, StoredGroups groups) {
    this.store = store;
    this.changes = changes;
    this.users = users;
    this.groups = groups;
  }

  @Override
  public void read(String userId, Conversation conversation, MessageId upTo) {
    requireNonNull(conversation, "conversation");
    requireNonNull(upTo, "upTo");
    checkPart(userId, conversation);
    changes.<Boolean, Boolean>make(
        transaction -> {
          transaction.read(userId, conversation, upTo);
          return true;
        },
        done -> done,
        "Storing how far " + userId + " has read " + conversation);
  }

  // Beside the writer: who leaves a group at this moment was still in it a moment ago.
  private void checkPart(String userId, Conversation conversation) {
    if (users.find(userId).isEmpty()) {
      throw StoredUsers.unknown(userId);
    } else if (conversation instanceof Conversation.Direct direct && !direct.involves(userId)) {
      throw StoredUsers.noPart(userId, conversation).exception();
    } else if (conversation instanceof Conversation.OfGroup ofGroup
        && !groups
            .find(ofGroup.name())
            .orElseThrow(() -> StoredGroups.unknown(ofGroup.name()))
            .hasMember(userId)) {
      throw StoredGroups.notMember(ofGroup.name(), userId);
    }
  }

  @Override
  public Optional<MessageId> position(String userId, Conversation conversation) {
    return store.readPosition(
        requireNonNull(userId, "userId"), requireNonNull(conversation, "conversation"));
  }

  @Override
  public List<Unread> unread(String userId, String afterKey, int limit) {
    return store.unread(
        requireNonNull(userId, "userId"),
        requireNonNull(afterKey, "afterKey"),
        Pages.checked(limit, MAX_PAGE));
  }
}
