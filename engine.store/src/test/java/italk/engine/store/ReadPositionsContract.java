package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static italk.engine.store.TestStore.THEN;
import static italk.engine.store.TestStore.get;
import static italk.engine.store.TestStore.group;
import static italk.engine.store.TestStore.user;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.ReadPositions;
import italk.engine.api.ReadPositions.Unread;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far users have read, and what they have not. */
abstract class ReadPositionsContract extends Contract {

  private static final Conversation GROUP = Conversation.group("g");
  private static final Conversation DIRECT = Conversation.direct("alice", "bob");

  ReadPositionsContract(TestDatabase database) {
    super(database);
  }

  @Test
  void aPositionNeverGoesBack() throws Exception {
    assertThat(test.store.readPosition("bob", GROUP)).isEmpty();
    read("bob", GROUP, new MessageId(7));
    read("bob", GROUP, new MessageId(5));
    assertThat(test.store.readPosition("bob", GROUP)).contains(new MessageId(7));
    read("bob", GROUP, new MessageId(9));
    reopen();
    assertThat(test.store.readPosition("bob", GROUP)).contains(new MessageId(9));
    assertThat(test.store.readPosition("alice", GROUP)).isEmpty();
    assertThat(test.store.conversations("", 10)).as("without messages").isEmpty();
  }

  @Test
  void unreadAreTheMessagesOfOthersInOnesOwnConversations() {
    test.save(group("g", "bob"));
    Message first = say(EVERYONE, "alice");
    Message second = say(EVERYONE, "alice");
    Message own = say(EVERYONE, "bob");
    Message inGroup = say(GROUP, "alice");
    Message direct = say(DIRECT, "alice");
    say(Conversation.group("h"), "alice");
    say(Conversation.direct("alice", "carl"), "alice");

    assertThat(test.store.unread("bob", "", 10))
        .containsExactly(
            new Unread(DIRECT, Optional.empty(), direct.id(), 1),
            new Unread(EVERYONE, Optional.empty(), own.id(), 2),
            new Unread(GROUP, Optional.empty(), inGroup.id(), 1));
    read("bob", EVERYONE, first.id());
    read("bob", GROUP, inGroup.id());
    assertThat(test.store.unread("bob", "", 10))
        .containsExactly(
            new Unread(DIRECT, Optional.empty(), direct.id(), 1),
            new Unread(EVERYONE, Optional.of(first.id()), own.id(), 1));
    read("bob", EVERYONE, second.id());
    assertThat(test.store.unread("bob", "", 10))
        .extracting(Unread::conversation)
        .containsExactly(DIRECT);
  }

  @Test
  void tombstonesAreNotCounted() {
    Message said = say(DIRECT, "alice");
    Message stays = say(DIRECT, "alice");
    get(test.write(t -> t.retract(said.id(), THEN)));
    assertThat(test.store.unread("bob", "", 10))
        .containsExactly(new Unread(DIRECT, Optional.empty(), stays.id(), 1));
    get(test.write(t -> t.retract(stays.id(), THEN)));
    assertThat(test.store.unread("bob", "", 10)).isEmpty();
  }

  @Test
  void thePagesAreByKeyAndTheCountHasAnEnd() {
    test.change(
        transaction -> {
          for (int i = 0; i < ReadPositions.MAX_COUNT + 5; i++) {
            transaction.append(EVERYONE, user("alice"), "m", Optional.empty());
          }
        });
    say(DIRECT, "alice");
    say(Conversation.direct("bob", "carl"), "carl");

    assertThat(test.store.unread("bob", "", 2))
        .extracting(Unread::conversation)
        .containsExactly(DIRECT, Conversation.direct("bob", "carl"));
    List<Unread> next = test.store.unread("bob", Conversation.direct("bob", "carl").key(), 2);
    assertThat(next).extracting(Unread::count).containsExactly(ReadPositions.MAX_COUNT);
    assertThat(test.store.unread("bob", EVERYONE.key(), 2)).isEmpty();
  }

  private Message say(Conversation conversation, String sender) {
    return get(test.append(conversation, sender, "hello", null)).message();
  }

  private void read(String userId, Conversation conversation, MessageId upTo) {
    test.change(transaction -> transaction.read(userId, conversation, upTo));
  }
}
