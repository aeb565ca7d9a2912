package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static italk.engine.store.TestStore.THEN;
import static italk.engine.store.TestStore.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import italk.engine.api.store.StoreTransaction.Appended;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Messages are edited, taken back and deleted, and read across conversations. */
abstract class ChangedMessagesContract extends Contract {

  private static final MessageId LEAST = new MessageId(0);
  private static final MessageId GREATEST = new MessageId(Long.MAX_VALUE);

  ChangedMessagesContract(TestDatabase database) {
    super(database);
  }

  @Test
  void anEditedMessageIsReadBackAsItIsNow() throws Exception {
    Message said = test.say(EVERYONE, "first");
    Message edited = get(test.write(t -> t.edit(said.id(), "second", THEN)));

    assertThat(edited).isEqualTo(said.edited("second", THEN));
    reopen();
    assertThat(test.store.message(said.id())).contains(edited);
    assertThat(test.store.after(EVERYONE, LEAST, 10)).containsExactly(edited);
  }

  @Test
  void aRetractedMessageIsATombstoneForEver() {
    Message said = get(test.append("alice", "secret", "c1")).message();
    Message tombstone = get(test.write(t -> t.retract(said.id(), THEN)));

    assertThat(tombstone).isEqualTo(said.retracted(THEN));
    Message again = get(test.write(t -> t.retract(said.id(), THEN.plusSeconds(1))));
    assertThat(again).isEqualTo(tombstone);
    assertThat(test.store.message(said.id())).contains(tombstone);
    assertThat(test.store.before(EVERYONE, GREATEST, 10)).containsExactly(tombstone);
    assertInvalid(() -> get(test.write(t -> t.edit(said.id(), "again", THEN))));
    assertThat(get(test.append("alice", "secret", "c1"))).isEqualTo(new Appended(tombstone, true));
  }

  @Test
  void whatIsNotThereCanNeitherBeEditedNorRetracted() {
    assertInvalid(() -> get(test.write(t -> t.edit(LEAST, "x", THEN))));
    assertInvalid(() -> get(test.write(t -> t.retract(LEAST, THEN))));
    assertThat(test.store.message(LEAST)).isEmpty();
  }

  @Test
  void theOldestArePurgedInStepsAndNothingElse() {
    Conversation group = Conversation.group("g");
    List<Message> said = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      said.add(test.say(group, "m" + i));
      test.say(EVERYONE, "other " + i);
    }
    MessageId firstToStay = said.get(7).id();

    assertThat(purge(group, firstToStay, 5)).isEqualTo(5);
    assertThat(purge(group, firstToStay, 5)).isEqualTo(2);
    assertThat(purge(group, firstToStay, 5)).isZero();
    assertThat(purge(Conversation.group("unknown"), GREATEST, 5)).isZero();
    assertThat(test.store.after(group, LEAST, 20)).isEqualTo(said.subList(7, 10));
    assertThat(test.store.after(EVERYONE, LEAST, 20)).hasSize(10);
  }

  @Test
  void aConversationThatWasPurgedEmptyIsListedNoMoreUntilSomebodySpeaks() {
    Conversation group = Conversation.group("g");
    test.say(group, "one");
    test.say(EVERYONE, "one");
    purge(group, GREATEST, 10);

    assertThat(test.store.conversations("", 10)).containsExactly(EVERYONE);
    test.say(group, "two");
    assertThat(test.store.conversations("", 10)).containsExactly(EVERYONE, group);
  }

  @Test
  void conversationsArePagedByKey() {
    List<Conversation> all =
        List.of(Conversation.direct("a", "b"), EVERYONE, Conversation.group("ü x"));
    all.forEach(conversation -> test.say(conversation, "hello"));

    assertThat(test.store.conversations("", 10)).isEqualTo(all);
    assertThat(test.store.conversations("", 2)).isEqualTo(all.subList(0, 2));
    assertThat(test.store.conversations(EVERYONE.key(), 2)).isEqualTo(all.subList(2, 3));
  }

  @Test
  void theFeedOfAllConversationsIsInOneOrder() {
    List<Message> said =
        IntStream.range(0, 20)
            .mapToObj(i -> test.say(i % 2 == 0 ? EVERYONE : Conversation.group("g"), "m" + i))
            .toList();

    assertThat(test.store.since(LEAST, 100)).isEqualTo(said);
    assertThat(test.store.since(said.get(4).id(), 3)).isEqualTo(said.subList(5, 8));
    assertThat(test.store.since(said.get(19).id(), 3)).isEmpty();
  }

  @Test
  void theSoManiethNewestIsCountedFromOne() {
    List<Message> said = IntStream.range(0, 5).mapToObj(i -> test.say(EVERYONE, "m" + i)).toList();

    assertThat(test.store.newest(EVERYONE, 1)).contains(said.get(4).id());
    assertThat(test.store.newest(EVERYONE, 5)).contains(said.get(0).id());
    assertThat(test.store.newest(EVERYONE, 6)).isEmpty();
    assertThat(test.store.newest(Conversation.group("g"), 1)).isEmpty();
  }

  private int purge(Conversation conversation, MessageId olderThan, int limit) {
    return get(test.write(t -> t.purge(conversation, olderThan, limit)));
  }

  private static void assertInvalid(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.INVALID));
  }
}
