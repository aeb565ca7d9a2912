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
import italk.engine.api.MessageSearch;
import italk.engine.api.User;
import italk.engine.store.sql.SearchIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages and users are found by their text, be they in the index already or not. */
abstract class SearchContract extends Contract {

  private static final Conversation FILLED = Conversation.group("filler");
  private static final MessageId GREATEST = new MessageId(Long.MAX_VALUE);

  SearchContract(TestDatabase database) {
    super(database);
  }

  /** Has the index catch up with all that was said, which then is found by nothing else. */
  private void indexed(boolean isIndexed) {
    int enough = isIndexed ? SearchIndex.LOOKED_THROUGH + SearchIndex.LAG : 0;
    test.change(
        transaction -> {
          for (int i = 0; i < enough; i++) {
            transaction.append(FILLED, user("filler"), "filler", Optional.empty());
          }
        });
  }

  @Test
  void whatIsFarBackInALongConversationIsFoundThere() {
    Message needle = test.say(FILLED, "needle");
    test.say(EVERYONE, "needle");
    indexed(true);

    assertThat(test.store.search(MessageSearch.of("need", 10).in(FILLED))).containsExactly(needle);
    assertThat(test.store.search(MessageSearch.of("need", 10).in(FILLED).from("filler"))).isEmpty();
    assertThat(test.store.search(MessageSearch.of("need", 10).in(FILLED).from("alice"))).hasSize(1);
    assertThat(test.store.search(MessageSearch.of("filler", 500).in(FILLED))).hasSize(500);
    assertThat(found("needle")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void wordsAreFoundByTheirBeginningWhateverTheirCaseAccentsAndOrder(boolean isIndexed) {
    test.say(EVERYONE, "L'Été sera très CHAUD, n'est-ce pas?");
    test.say(EVERYONE, "Das Mädchen läuft über die Straße");
    test.say(EVERYONE, "Привет, как дела? ΟΔΥΣΣΕΥΣ");
    test.say(EVERYONE, "version-2.0 foo_bar 🎉 ١٢٣");
    indexed(isIndexed);

    assertThat(found("ete")).hasSize(1);
    assertThat(found("ÉTÉ chau")).hasSize(1);
    assertThat(found("chaud pas sera")).hasSize(1);
    assertThat(found("haud")).isEmpty();
    assertThat(found("chaud froid")).isEmpty();
    assertThat(found("MADCHEN")).hasSize(1);
    assertThat(found("straß")).hasSize(1);
    assertThat(found("ПРИВ дела")).hasSize(1);
    assertThat(found("οδυσ")).hasSize(1);
    assertThat(found("Οδυσσευς")).hasSize(1);
    assertThat(found("elas")).isEmpty();
    assertThat(found("version-2")).hasSize(1);
    assertThat(found("bar")).hasSize(1);
    assertThat(found("١٢")).hasSize(1);
    assertThat(found("n'est-ce")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatLooksLikeAQueryIsOnlyText(boolean isIndexed) {
    test.say(EVERYONE, "plain words and more");
    indexed(isIndexed);
    for (String text :
        List.of(
            "plain AND",
            "NOT plain",
            "plain OR nothing",
            "plain NEAR words",
            "\"plain",
            "pl*",
            "content:plain",
            "{content} : plain",
            "^plain",
            "plain)",
            "(((plain",
            "plain'; DROP TABLE messages; --",
            "plain & ! | <-> words",
            "'plain':*",
            "plain\\",
            "-plain",
            "plain\"*\"",
            "%plain_",
            "c1",
            "conversation:c1",
            "a\u0301\u0301\u0301 plain",
            "\uD83A\uDD00 plain",
            "x".repeat(MessageSearch.MAX_TEXT))) {
      assertThat(test.store.search(MessageSearch.of(text, 10)).size())
          .as(text)
          .isLessThanOrEqualTo(1);
    }
    assertThat(found("^plain")).hasSize(1);
    assertThat(found("(((plain")).hasSize(1);
    assertThat(found("content:plain")).isEmpty();
    assertThat(found("c1")).isEmpty();
  }

  @Test
  void newestFirstByPageOverWhatIsIndexedAndWhatIsNot() {
    List<MessageId> said = new ArrayList<>();
    for (int i = 0; i < SearchIndex.LOOKED_THROUGH + SearchIndex.LAG + 50; i++) {
      said.add(0, test.say(EVERYONE, "common word " + i).id());
    }
    List<MessageId> paged = new ArrayList<>();
    List<Message> page = test.store.search(MessageSearch.of("common", 70));
    while (!page.isEmpty()) {
      page.forEach(message -> paged.add(message.id()));
      MessageId last = page.get(page.size() - 1).id();
      page = test.store.search(MessageSearch.of("common", 70).olderThan(last));
    }
    assertThat(paged).isEqualTo(said);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onlyWhereAndByWhomItWasAskedFor(boolean isIndexed) {
    Conversation direct = Conversation.direct("alice", "bob");
    Conversation others = Conversation.direct("carl", "dora");
    test.save(group("g", "bob"));
    for (Conversation conversation :
        List.of(EVERYONE, Conversation.group("g"), Conversation.group("h"), direct, others)) {
      get(test.append(conversation, "alice", "word by alice", null));
      get(test.append(conversation, "b'o\"b_é", "word by another", null));
    }
    indexed(isIndexed);
    MessageSearch search = MessageSearch.of("word", 100);

    assertThat(test.store.search(search)).hasSize(10);
    assertThat(test.store.search(search.in(direct)))
        .hasSize(2)
        .allMatch(message -> message.conversation().equals(direct));
    assertThat(test.store.search(search.in(Conversation.group("unknown")))).isEmpty();
    assertThat(test.store.search(search.from("b'o\"b_é")))
        .hasSize(5)
        .allMatch(message -> message.senderId().equals("b'o\"b_é"));
    assertThat(test.store.search(search.from("b"))).isEmpty();
    assertThat(test.store.search(search.visibleTo("bob")))
        .hasSize(6)
        .extracting(Message::conversation)
        .containsOnly(EVERYONE, Conversation.group("g"), direct);
    assertThat(test.store.search(search.visibleTo("bob").in(others))).isEmpty();
    assertThat(test.store.search(search.visibleTo("bob").from("alice").in(direct))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasEditedRetractedOrPurgedIsFoundNoMore(boolean isIndexed) {
    Message edited = test.say(EVERYONE, "alpha one");
    Message retracted = test.say(EVERYONE, "alpha two");
    Message purged = test.say(Conversation.group("g"), "alpha three");
    Message stays = test.say(Conversation.group("g"), "alpha four");
    indexed(isIndexed);
    get(test.write(t -> t.edit(edited.id(), "beta one", THEN)));
    get(test.write(t -> t.retract(retracted.id(), THEN)));
    get(test.write(t -> t.purge(purged.conversation(), stays.id(), 10)));

    assertThat(found("alpha")).containsExactly("alpha four");
    assertThat(found("beta")).containsExactly("beta one");
    indexed(true);
    assertThat(found("alpha")).containsExactly("alpha four");
    get(test.write(t -> t.edit(edited.id(), "gamma one", THEN)));
    assertThat(found("beta")).isEmpty();
    assertThat(found("gamma")).containsExactly("gamma one");
  }

  @Test
  void aWriteThatIsUndoneLeavesNothingInTheIndex() {
    test.say(EVERYONE, "before");
    try {
      test.change(
          transaction -> {
            for (int i = 0; i < 2 * SearchIndex.LAG; i++) {
              transaction.append(EVERYONE, user("a"), "undone", Optional.empty());
            }
            throw new IllegalArgumentException("changed its mind");
          });
    } catch (IllegalArgumentException expected) {
      assertThat(expected).hasMessage("changed its mind");
    }
    test.say(EVERYONE, "after");

    assertThat(found("undone")).isEmpty();
    indexed(true);
    assertThat(found("before")).hasSize(1);
    assertThat(found("after")).hasSize(1);
    assertThat(found("undone")).isEmpty();
    assertThat(test.store.before(EVERYONE, GREATEST, 10)).hasSize(2);
  }

  @Test
  void usersAreFoundByAnyPartAlsoAfterTheyWereRenamed() {
    test.save(user("1").withName("Margarete Müller"), user("2").withName("Greta \"G\" O'Hara"));

    assertThat(users("garet")).containsExactly("1");
    assertThat(users("RET")).containsExactly("1", "2");
    assertThat(users("ü")).containsExactly("1");
    assertThat(users("\"G\"")).containsExactly("2");
    assertThat(users("o'h")).containsExactly("2");
    assertThat(users("*ret")).isEmpty();
    test.save(user("1").withName("Anna"));
    test.save(user("1").withName("Anna"));
    assertThat(users("garet")).isEmpty();
    assertThat(users("anna")).containsExactly("1");
  }

  @Test
  void aTextThatManyUsersHaveGivesTheFirst() {
    test.change(
        transaction -> {
          for (int i = 0; i < 1_050; i++) {
            transaction.save(user("%05d".formatted(i)).withName("Somebody"));
          }
        });
    assertThat(test.store.searchUsers("SOMEBODY", 3))
        .extracting(User::id)
        .containsExactly("00000", "00001", "00002");
    assertThat(users("01049")).containsExactly("01049");
  }

  private List<String> found(String text) {
    return test.store.search(MessageSearch.of(text, 10)).stream().map(Message::content).toList();
  }

  private List<String> users(String text) {
    return test.store.searchUsers(text, 10).stream().map(User::id).toList();
  }
}
