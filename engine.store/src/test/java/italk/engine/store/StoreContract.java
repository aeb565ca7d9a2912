package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static italk.engine.store.TestStore.THEN;
import static italk.engine.store.TestStore.get;
import static italk.engine.store.TestStore.group;
import static italk.engine.store.TestStore.user;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Group.Role;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.store.StoreTransaction.Appended;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is stored is read back, by each of the questions that a store answers. */
abstract class StoreContract extends Contract {

  StoreContract(TestDatabase database) {
    super(database);
  }

  private static final MessageId GREATEST = new MessageId(Long.MAX_VALUE);
  private static final MessageId LEAST = new MessageId(0);

  @Test
  void aUserIsReadBackAsItWasButOffline() throws Exception {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("zeta", null);
    metadata.put("role", "admin");
    User alice = new User("123", "Alice Ünïcode 🎉", Metadata.of(metadata), THEN, true);
    test.save(alice);

    assertThat(test.store.user("123")).contains(alice.withOnline(false));
    assertThat(test.store.user("124")).isEmpty();
    reopen();
    User reread = test.store.user("123").orElseThrow();
    assertThat(reread).isEqualTo(alice.withOnline(false));
    assertThat(reread.metadata().asMap().keySet()).containsExactly("zeta", "role");
  }

  @Test
  void savingAUserAgainReplacesIt() {
    test.save(user("a"), user("a").withName("Other").withMetadata(Metadata.of(Map.of("k", 1))));

    assertThat(test.store.users("", 10)).hasSize(1);
    assertThat(test.store.user("a").orElseThrow().name()).isEqualTo("Other");
    assertThat(test.store.searchUsers("User a", 10)).isEmpty();
  }

  @Test
  void usersArePagedById() {
    test.save(user("c"), user("a"), user("b"), user("d"));

    assertThat(test.store.users("", 2)).extracting(User::id).containsExactly("a", "b");
    assertThat(test.store.users("b", 2)).extracting(User::id).containsExactly("c", "d");
    assertThat(test.store.users("d", 2)).isEmpty();
    assertThat(test.store.users("", -1)).isEmpty();
  }

  @Test
  void usersAreFoundWhateverTheCaseAndWithoutWildcards() {
    test.save(
        user("1").withName("Élodie Straße"),
        user("2").withName("ΣΊΣΥΦΟΣ"),
        user("3").withName("100%"),
        user("4").withName("under_score"),
        user("5").withName("back\\slash"),
        user("X6").withName("E\u0301mile"));

    assertThat(found("éLODIE")).containsExactly("1");
    assertThat(found("STRAßE")).containsExactly("1");
    assertThat(found("σίσυφος")).containsExactly("2");
    assertThat(found("υφοσ")).containsExactly("2");
    assertThat(found("%")).containsExactly("3");
    assertThat(found("_")).containsExactly("4");
    assertThat(found("\\")).containsExactly("5");
    assertThat(found("x6")).containsExactly("X6");
    assertThat(found("Émile")).containsExactly("X6");
    assertThat(found("")).hasSize(6);
    assertThat(found("x".repeat(100_000))).isEmpty();
    assertThat(test.store.searchUsers("", 2)).extracting(User::id).containsExactly("1", "2");
  }

  private List<String> found(String text) {
    return test.store.searchUsers(text, 10).stream().map(User::id).toList();
  }

  @Test
  void aGroupKeepsTheOrderAndTheRolesOfItsMembers() {
    Group group =
        group("général", "zoe", "adam")
            .withMember("mia", Role.OWNER)
            .withMetadata(Metadata.of(Map.of("topic", List.of(1, 2))));
    test.save(group);

    Group stored = test.store.group("général").orElseThrow();
    assertThat(stored).isEqualTo(group);
    assertThat(stored.members().keySet()).containsExactly("zoe", "adam", "mia");
    assertThat(test.store.group("other")).isEmpty();
  }

  @Test
  void membersComeGoAndChange() {
    Group first = group("g", "a", "b", "c", "d");
    Group second =
        first.withoutMember("b").withMember("c", Role.MODERATOR).withMember("e", Role.MEMBER);
    Group reordered = group("g", "e", "new", "a");
    for (Group step : List.of(first, second, reordered, group("g"), first)) {
      test.save(step);
      Group stored = test.store.group("g").orElseThrow();
      assertThat(stored).isEqualTo(step);
      assertThat(stored.members().keySet()).containsExactlyElementsOf(step.members().keySet());
    }
  }

  @Test
  void aGroupThatWasJustReadAndSavedTwiceInOneWriteIsWhatItWasLast() {
    test.save(group("g", "a"));
    test.change(
        transaction -> {
          Group read = transaction.group("g").orElseThrow();
          transaction.save(read.withMember("b", Role.MEMBER));
          assertThat(transaction.group("g").orElseThrow().members()).containsKey("b");
          transaction.save(transaction.group("g").orElseThrow().withoutMember("a"));
        });
    assertThat(test.store.group("g").orElseThrow().members()).containsOnlyKeys("b");

    test.change(
        transaction -> {
          transaction.deleteGroup("g");
          assertThat(transaction.group("g")).isEmpty();
          transaction.save(group("g", "c"));
        });
    assertThat(test.store.group("g").orElseThrow().members()).containsOnlyKeys("c");
  }

  @Test
  void groupsArePagedByNameAndFoundByMember() {
    test.save(group("b", "x", "y"));
    test.save(group("a", "x"));
    test.save(group("c"));

    assertThat(test.store.groups("", 2)).containsExactly(group("a", "x"), group("b", "x", "y"));
    assertThat(test.store.groups("b", 2)).containsExactly(group("c"));
    assertThat(test.store.groupsOf("x")).containsExactly("a", "b");
    assertThat(test.store.groupsOf("z")).isEmpty();
  }

  @Test
  void aDeletedGroupLosesItsMembersAndKeepsItsMessages() {
    test.save(group("g", "x"));
    Message message = test.say(Conversation.group("g"), "hello");
    test.change(transaction -> transaction.deleteGroup("g"));

    assertThat(test.store.group("g")).isEmpty();
    assertThat(test.store.groupsOf("x")).isEmpty();
    assertThat(test.store.after(Conversation.group("g"), LEAST, 10)).containsExactly(message);
    test.save(group("g"));
    assertThat(test.store.group("g").orElseThrow().members()).isEmpty();
  }

  @Test
  void aWriteSeesWhatWasChangedBeforeIt() {
    test.change(
        transaction -> {
          transaction.save(user("a"));
          assertThat(transaction.user("a")).contains(user("a"));
          assertThat(test.store.user("a")).as("not committed yet").isEmpty();
        });
    test.change(transaction -> assertThat(transaction.user("a")).isPresent());
  }

  @Test
  void messagesKeepWhateverTextTheyHave() {
    String text = "line\nline\ttab 'quote' \"double\" 🎉 é \u202e %_\\";
    Conversation conversation = Conversation.direct("ü:1", "a");
    Message message = test.say(conversation, text);

    assertThat(test.store.after(conversation, LEAST, 1)).containsExactly(message);
    assertThat(message.content()).isEqualTo(text);
    assertThat(message.senderName()).isEqualTo("User alice");
  }

  @Test
  void historyIsPagedBothWays() {
    Map<Conversation, List<Message>> said = new HashMap<>();
    List<Conversation> conversations =
        List.of(EVERYONE, Conversation.group("everyone"), Conversation.direct("a", "b"));
    for (int i = 0; i < 25; i++) {
      for (Conversation conversation : conversations) {
        said.computeIfAbsent(conversation, c -> new ArrayList<>())
            .add(test.say(conversation, "message " + i));
      }
    }
    for (Conversation conversation : conversations) {
      List<Message> all = said.get(conversation);
      assertThat(forward(conversation)).isEqualTo(all);
      assertThat(backward(conversation)).isEqualTo(all);
      assertThat(test.store.before(conversation, GREATEST, 3)).isEqualTo(all.subList(22, 25));
      assertThat(test.store.after(conversation, LEAST, 3)).isEqualTo(all.subList(0, 3));
      assertThat(test.store.before(conversation, all.get(0).id(), 3)).isEmpty();
      assertThat(test.store.after(conversation, all.get(24).id(), 3)).isEmpty();
    }
  }

  private List<Message> forward(Conversation conversation) {
    List<Message> all = new ArrayList<>();
    List<Message> page = test.store.after(conversation, LEAST, 7);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = test.store.after(conversation, page.get(page.size() - 1).id(), 7);
    }
    return all;
  }

  private List<Message> backward(Conversation conversation) {
    List<Message> all = new ArrayList<>();
    List<Message> page = test.store.before(conversation, GREATEST, 7);
    while (!page.isEmpty()) {
      all.addAll(0, page);
      page = test.store.before(conversation, page.get(0).id(), 7);
    }
    return all;
  }

  @Test
  void aClientIdGivesTheFirstResultAgainAlsoAfterReopening() throws Exception {
    Appended first = get(test.append("alice", "one", "c1"));
    Appended again = get(test.append("alice", "two", "c1"));
    Appended ofAnother = get(test.append("bob", "three", "c1"));
    reopen();
    Appended later = get(test.append("alice", "four", "c1"));

    assertThat(first.repeated()).isFalse();
    assertThat(again).isEqualTo(new Appended(first.message(), true));
    assertThat(later).isEqualTo(again);
    assertThat(ofAnother.repeated()).isFalse();
    assertThat(test.store.sent("alice", "c1")).contains(first.message());
    assertThat(test.store.sent("alice", "c2")).isEmpty();
    assertThat(test.store.after(EVERYONE, LEAST, 10))
        .extracting(Message::content)
        .containsExactly("one", "three");
    assertThat(first.message().clientId()).isEqualTo(Optional.of("c1"));
  }
}
