package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static italk.engine.store.TestStore.THEN;
import static italk.engine.store.TestStore.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Target;
import italk.engine.api.store.StoreArchive.Counts;
import italk.engine.api.store.StoreTransaction.Appended;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store goes out into files and comes in from them. */
class FileArchiveTest {

  private static final Conversation GROUP = Conversation.group("général");
  private static final String HEADER = "{\"italk_export\":{\"version\":1,\"schema\":2}}";
  private static final String NO_END = "\n";
  private static final String USER =
      "{\"user\":{\"id\":\"a\",\"name\":\"A\",\"registered_at\":\"2026-11-22T10:00:00Z\"}}";

  /** A line, and what is said of it. */
  private static final List<String> BAD_LINES =
      List.of(
          "x | Line 2: expected one entry of an export, found what is no JSON",
          "{} | Line 2: expected an object with one key, found 0 keys",
          "[] | Line 2: expected an object, found an array",
          "{\"user\":{\"id\":\"a b\",\"name\":\"A\",\"registered_at\":\"2026-11-22T10:00:00Z\"}} |"
              + " Line 2: user: A user id has no white space",
          "{\"user\":{\"id\":7,\"name\":\"A\"}} | Line 2: user.id: expected a text, found the number 7",
          "{\"user\":{\"id\":\"a\",\"id\":\"b\"}} | Line 2: expected one entry of an export",
          "{\"user\":{\"id\":\"a\",\"name\":\"A\",\"registered_at\":\"today\"}} |"
              + " Line 2: user.registered_at: expected a time",
          "{\"user\":{\"id\":\"a\",\"name\":\"A\",\"registered_at\":\"2026-11-22T10:00:00Z\","
              + "\"connected\":true}} | found \"connected\"",
          "{\"group\":{\"name\":\"g\",\"visibility\":\"secret\"}} | Line 2: group.",
          "{\"read\":{\"user\":\"a\",\"conversation\":\"nowhere\",\"up_to\":\"0000000000000\"}} |"
              + " Line 2: read.conversation: A conversation is",
          "{\"moderation\":{\"number\":0}} | Line 2: moderation.number: expected 1 to",
          "{\"kept\":{\"extension\":\"\",\"key\":\"k\",\"value\":\"v\"}} | Line 2: kept.extension",
          "{\"kept\":{\"extension\":\"e\",\"key\":\"k\",\"value\":\"\\u0000\"}} | U+0000",
          "{\"thing\":{}} | Line 2: expected user, group, message, read, moderation or kept",
          "{\"end\":{\"user\":1,\"group\":0,\"message\":0,\"read\":0,\"moderation\":0,\"kept\":0}} |"
              + " Line 2: end.user: expected 1 of them before, found 0");

  /** A file, and what is said of it. */
  private static final List<String> BAD_STATES =
      List.of(
          "{\"users\":[USER,{\"id\":\"b c\",\"username\":\"B\"}]} | users[1]: A user id has no white",
          "{\"users\":[USER,{\"id\":\"b\"}]} | users[1].username: expected a value, found none",
          "{\"users\":[USER,{\"id\":\"b\",\"username\":\" B\"}]} | users[1]: A user name is one line",
          "{\"users\":[USER,USER]} | users[1].id: expected each user once, found \"a\" again",
          "{\"users\":[USER,{\"id\":\"b\",\"username\":\"B\",\"metadata\":[]}]} |"
              + " users[1].metadata: expected an object, found an array",
          "{\"users\":[USER,{\"id\":\"b\",\"username\":\"B\",\"password\":\"x\"}]} |"
              + " users[1]: expected the keys [connected, id, metadata, username],"
              + " found \"password\"",
          "{\"users\":[USER],\"groups\":[{\"name\":\"g\",\"members\":[\"z\"]}]} |"
              + " groups[0].members: expected ids of users in the same file, found \"z\"",
          "{\"users\":[USER],\"groups\":[{\"name\":\"g\",\"members\":[1]}]} |"
              + " groups[0].members[0]: expected a text, found the number 1",
          "{\"users\":{}} | users: expected an array",
          "{\"users\":[USER],\"tokens\":[]} | found \"tokens\"",
          "{\"users\":[USER], | found what is no such JSON",
          "[] | expected an object with \"users\"",
          "{\"users\":[USER]} {} | expected one object, found more behind it");

  @TempDir Path folder;

  @Test
  void allComesBackInAnEmptyStoreAndAgainChangesNothing() throws Exception {
    Path file = folder.resolve("export.jsonl");
    List<String> lines;
    try (TestStore from = store("from")) {
      fill(from);
      assertThat(archive(from).exportTo(file)).isEqualTo(new Counts(3, 2, 4, 5, 0));
      lines = withoutHeader(file);
    }
    try (TestStore into = store("into")) {
      assertThat(archive(into).importFrom(file)).isEqualTo(new Counts(3, 2, 4, 5, 0));
      assertThat(exported(into)).isEqualTo(lines);
      assertThat(archive(into).importFrom(file)).isEqualTo(new Counts(0, 0, 0, 0, 14));
      assertThat(exported(into)).isEqualTo(lines);
      assertThat(into.store.search(MessageSearch.of("привет", 10))).hasSize(1);
      assertThat(into.store.search(MessageSearch.of("secret", 10))).isEmpty();
      assertThat(into.store.searchUsers("chloé", 10)).extracting(User::id).containsExactly("789");
      assertThat(into.store.group("général").orElseThrow().members().keySet())
          .as("in the order in which they came")
          .containsExactly("bob", "alice");
    }
  }

  @Test
  void whatSqliteHadPostgresqlHas() throws Exception {
    Path file = folder.resolve("export.jsonl");
    List<String> lines;
    try (TestStore from = store("from")) {
      fill(from);
      archive(from).exportTo(file);
      lines = withoutHeader(file);
    }
    try (TestStore into = new PostgresqlDatabase().open(InstantSource.system())) {
      assertThat(archive(into).importFrom(file)).isEqualTo(new Counts(3, 2, 4, 5, 0));
      for (int i = 0; i < 8; i++) {
        assertThat(exported(into)).isEqualTo(lines);
      }
      assertThat(archive(into).importFrom(file)).isEqualTo(new Counts(0, 0, 0, 0, 14));
      Message last = into.say(EVERYONE, "what reads afterwards sees what is there now");
      for (int i = 0; i < 8; i++) {
        assertThat(into.store.message(last.id())).contains(last);
      }
      assertThatThrownBy(() -> archive(into).backup(folder.resolve("copy")))
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.NOT_ALLOWED))
          .hasMessageContaining("pg_dump");
    }
  }

  private void fill(TestStore store) {
    User chloe =
        new User(
            "789",
            "Chloé 李雷 \uD83D\uDC4B",
            Metadata.of(
                Map.of(
                    "tags", Arrays.asList("vip", 1, true, null, 0.5),
                    "profile", Map.of("city", "Orléans"))),
            THEN,
            false);
    store.save(TestStore.user("alice"), TestStore.user("bob"), chloe);
    Map<String, Group.Role> members = new LinkedHashMap<>();
    members.put("bob", Group.Role.OWNER);
    members.put("alice", Group.Role.MEMBER);
    store.save(
        new Group(
            "général",
            Group.Visibility.PRIVATE,
            Metadata.of(Map.of("topic", "Κάτι\n\"quoted\"")),
            members,
            THEN));
    store.save(TestStore.group("vide"));
    store.say(EVERYONE, "first");
    Message edited = get(store.append(GROUP, "bob", "Привет", "client-1")).message();
    Message retracted = store.say(GROUP, "a secret");
    store.say(Conversation.direct("alice", "bob"), "\u2028 \\ \t \uD83D\uDE00");
    store.change(
        transaction -> {
          transaction.edit(edited.id(), "Привет, 世界", THEN.plusSeconds(1));
          transaction.retract(retracted.id(), THEN.plusSeconds(2));
          transaction.read("alice", GROUP, edited.id());
          transaction.record(
              Actor.user("bob"),
              "ban",
              Target.user("alice"),
              "bruit",
              Optional.of(THEN),
              Metadata.of(Map.of("days", 3)));
          transaction.record(
              Actor.operator(),
              "unban",
              Target.user("alice"),
              "",
              Optional.empty(),
              Metadata.EMPTY);
        });
    new BundleStorage(store.store, "welcome").putAll(Map.of("a", "1", "b", "é\n"));
  }

  @Test
  void whatIsThereStaysAsItIs() throws Exception {
    Path file = folder.resolve("export.jsonl");
    try (TestStore store = store("one")) {
      fill(store);
      Message first = store.store.since(new MessageId(0), 1).get(0);
      archive(store).exportTo(file);
      store.save(TestStore.user("alice").withName("Alicia"));
      store.save(TestStore.group("général"));
      store.change(
          transaction -> {
            transaction.retract(first.id(), THEN);
            transaction.read("alice", GROUP, new MessageId(Long.MAX_VALUE));
          });
      new BundleStorage(store.store, "welcome").put("a", "2");
      List<String> before = exported(store);

      assertThat(archive(store).importFrom(file)).isEqualTo(new Counts(0, 0, 0, 0, 14));

      assertThat(exported(store)).isEqualTo(before);
    }
  }

  @Test
  void newMessagesHaveGreaterIdsThanImportedOnes() throws Exception {
    Path file = folder.resolve("export.jsonl");
    Message ahead;
    InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
    try (TestStore from = TestStore.open(folder.resolve("from"), later)) {
      from.save(TestStore.user("alice"));
      ahead = from.say(EVERYONE, "from a machine whose clock is ahead");
      archive(from).exportTo(file);
    }
    try (TestStore into = store("into")) {
      Message before = into.say(EVERYONE, "before");
      archive(into).importFrom(file);
      Message after = into.say(EVERYONE, "after");
      assertThat(into.store.since(new MessageId(0), 10)).containsExactly(before, ahead, after);
    }
  }

  @Test
  void anIdOfAFarFutureIsRefused() throws Exception {
    try (TestStore store = store("one")) {
      Path file =
          write(
              HEADER,
              USER,
              "{\"message\":{\"id\":\"7zzzzzzzzzzzz\",\"conversation\":\"everyone\",\"sender\":"
                  + "\"a\",\"sender_name\":\"A\",\"content\":\"x\"}}");
      assertInvalid(() -> archive(store).importFrom(file), "Line 3: message.id: expected an id");
      assertThat(store.store.user("a")).as("what came before it stays").isPresent();
      store.say(EVERYONE, "there is room for more");
    }
  }

  @Test
  void theMessageOfAnotherStoreIsNotTakenForOneOfThis() throws Exception {
    try (TestStore store = store("one")) {
      Message ours = store.say(EVERYONE, "ours");
      Path file =
          write(
              HEADER,
              USER,
              "{\"message\":{\"id\":\""
                  + ours.id()
                  + "\",\"conversation\":\"everyone\",\"sender\":\"a\",\"sender_name\":\"A\","
                  + "\"content\":\"theirs\"}}");
      assertInvalid(() -> archive(store).importFrom(file), "Line 3: The id " + ours.id());
      assertThat(store.store.since(new MessageId(0), 10)).containsExactly(ours);
      assertThat(store.store.user("a")).isPresent();
    }
  }

  @Test
  void recordsOfTwoStoresGetNumbersOfTheirOwn() throws Exception {
    Path file = folder.resolve("export.jsonl");
    try (TestStore from = store("from");
        TestStore into = store("into")) {
      record(from, "kick");
      archive(from).exportTo(file);
      record(into, "ban");
      for (int i = 0; i < 2; i++) {
        archive(into).importFrom(file);
        assertThat(into.store.moderation(Long.MAX_VALUE, 10))
            .extracting(each -> each.number() + " " + each.action())
            .containsExactly("2 kick", "1 ban");
      }
    }
  }

  private static void record(TestStore store, String action) {
    store.change(
        transaction ->
            transaction.record(
                Actor.operator(),
                action,
                Target.user("alice"),
                "",
                Optional.empty(),
                Metadata.EMPTY));
  }

  @Test
  void aLineThatIsNoEntryEndsIt() throws Exception {
    try (TestStore store = store("one")) {
      for (String each : BAD_LINES) {
        String[] parts = each.split(" \\| ");
        Path file = write(HEADER, parts[0]);
        assertInvalid(() -> archive(store).importFrom(file), parts[1]);
      }
      assertThat(store.store.users("", 10)).isEmpty();
    }
  }

  @Test
  void aFileThatIsNotWholeIsTold() throws Exception {
    try (TestStore store = store("one")) {
      assertInvalid(
          () -> archive(store).importFrom(write(HEADER, USER)), "Line 3: expected one entry");
      assertThat(store.store.user("a")).isPresent();
    }
  }

  @Test
  void aNewerFormatAndAnotherFileAreRefused() throws Exception {
    try (TestStore store = store("one")) {
      assertInvalid(
          () -> archive(store).importFrom(write(HEADER.replace(":1,", ":2,"), USER)),
          "expected an export of version 1 or older, found version 2");
      assertInvalid(
          () -> archive(store).importFrom(original()),
          "this is no export of Italk-Engine. The original's engine_state.json");
      assertInvalid(() -> archive(store).importFrom(folder.resolve("none")), "found no ");
      assertInvalid(
          () -> archive(store).importFrom(TestStore.file(folder.resolve("one"))),
          "found the database that is in use");
      assertThat(store.store.users("", 10)).isEmpty();
    }
  }

  @Test
  void aLineWithoutEndTakesNoMemory() throws Exception {
    Path file = write(HEADER, "{\"user\":{\"id\":\"" + "x".repeat(17 << 20));
    try (TestStore store = store("one")) {
      assertInvalid(() -> archive(store).importFrom(file), "Line 2: expected one entry");
    }
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws Exception {
    Path there = write("precious");
    try (TestStore store = store("one")) {
      assertInvalid(() -> archive(store).exportTo(there), "there is one of that name");
      assertInvalid(() -> archive(store).backup(there), "there is one of that name");
      assertThat(there).hasContent("precious" + NO_END);
      Path nowhere = folder.resolve("nowhere/file");
      assertInvalid(() -> archive(store).exportTo(nowhere), "expected a name that is free");
      assertInvalid(() -> archive(store).backup(nowhere), "expected a name that is free");
    }
  }

  @Test
  void aBackupIsAStore() throws Exception {
    Path copy = folder.resolve("copy/italk.db");
    Files.createDirectories(copy.getParent());
    List<String> before;
    try (TestStore store = store("one")) {
      fill(store);
      archive(store).backup(copy);
      before = exported(store);
      store.say(EVERYONE, "not in the backup");
    }
    assertThat(names(copy.getParent())).containsExactly("italk.db");
    try (TestStore store = store("copy")) {
      assertThat(exported(store)).isEqualTo(before);
      assertThat(store.store.search(MessageSearch.of("Привет", 10))).hasSize(1);
      store.say(EVERYONE, "and goes on");
    }
  }

  @Test
  void copiesAreOfOneMomentWhileWritesGoOn() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    Path copy = folder.resolve("copy/italk.db");
    Files.createDirectories(copy.getParent());
    Path export = folder.resolve("export.jsonl");
    List<Message> acknowledged = new ArrayList<>();
    try (TestStore store = store("one")) {
      store.save(TestStore.user("alice"));
      List<CompletableFuture<Appended>> sent = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        sent.add(store.append("alice", "message " + i, null));
      }
      sent.forEach(each -> acknowledged.add(get(each).message()));
      int before = acknowledged.size();
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                while (!stop.get()) {
                  acknowledged.add(store.say(EVERYONE, "message " + acknowledged.size()));
                }
              });
      archive(store).backup(copy);
      archive(store).exportTo(export);
      stop.set(true);
      sending.join();
      try (TestStore copied = store("copy");
          TestStore imported = store("imported")) {
        archive(imported).importFrom(export);
        for (TestStore each : List.of(copied, imported)) {
          List<Message> found = all(each);
          assertThat(found).hasSizeGreaterThanOrEqualTo(before);
          assertThat(acknowledged).startsWith(found.toArray(Message[]::new));
        }
      }
    }
  }

  @Test
  void sendersGoOnBesideAnImport() throws Exception {
    Path file = folder.resolve("export.jsonl");
    try (TestStore from = store("from")) {
      from.save(TestStore.user("alice"));
      for (int i = 0; i < 2_000; i++) {
        from.append("alice", "old " + i, null);
      }
      get(from.append("alice", "last", null));
      archive(from).exportTo(file);
    }
    try (TestStore into = store("into")) {
      CompletableFuture<Counts> importing =
          CompletableFuture.supplyAsync(() -> archive(into).importFrom(file));
      int sent = 0;
      do {
        into.say(EVERYONE, "new " + sent++);
      } while (!importing.isDone());
      assertThat(importing.join().messages()).isEqualTo(2_001);
      assertThat(all(into)).hasSize(2_001 + sent);
    }
  }

  @Test
  void theOriginalsUsersAndGroupsComeIn() throws Exception {
    Path file = original();
    try (TestStore store = store("one")) {
      assertThat(archive(store).importOriginal(file)).isEqualTo(new Counts(4, 2, 0, 0, 0));
      assertThat(archive(store).importOriginal(file)).isEqualTo(new Counts(0, 0, 0, 0, 6));
      User chloe = store.store.user("789").orElseThrow();
      assertThat(chloe.name()).isEqualTo("Chloé");
      assertThat(chloe.metadata())
          .isEqualTo(
              Metadata.of(
                  Map.of("tags", List.of("vip", 1, true), "profile", Map.of("city", "Orléans"))));
      assertThat(store.store.user("42").orElseThrow().name()).isEqualTo("李雷");
      Group group = store.store.group("général").orElseThrow();
      assertThat(group.members().keySet()).containsExactly("123", "456", "42");
      assertThat(group.visibility()).isEqualTo(Group.Visibility.PUBLIC);
      assertThat(store.store.group("vide").orElseThrow().members()).isEmpty();
    }
  }

  @Test
  void aBadFileOfTheOriginalChangesNothing() throws Exception {
    try (TestStore store = store("one")) {
      for (String each : BAD_STATES) {
        String[] parts = each.split(" \\| ");
        Path file = write(parts[0].replace("USER", "{\"id\":\"a\",\"username\":\"A\"}"));
        assertInvalid(() -> archive(store).importOriginal(file), parts[1]);
        assertInvalid(() -> archive(store).importOriginal(file), "Nothing was brought in.");
      }
      assertThat(store.store.users("", 10)).isEmpty();
    }
  }

  @Test
  void metadataWithMillionsOfTinyPartsIsRefusedBeforeItIsInMemory() throws Exception {
    Path file =
        write(
            "{\"users\":[{\"id\":\"a\",\"username\":\"A\",\"metadata\":{\"x\":["
                + "0,".repeat(200_000)
                + "0]}}]}");
    try (TestStore store = store("one")) {
      assertInvalid(() -> archive(store).importOriginal(file), "more than 100000 parts");
    }
  }

  @Test
  void whatRunsEndsWhenTheStoreCloses() throws Exception {
    try (TestStore store = store("one")) {
      store.save(TestStore.user("alice"));
      FileArchive archive = archive(store);
      archive.close();
      assertThatThrownBy(() -> archive.exportTo(folder.resolve("export.jsonl")))
          .isInstanceOfSatisfying(
              EngineException.class,
              e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.CLOSED));
      assertThatThrownBy(() -> archive.backup(folder.resolve("copy.db")))
          .hasMessageContaining("The store is closed");
      assertThat(names(folder)).containsExactly("one");
    }
  }

  private TestStore store(String name) throws Exception {
    return TestStore.open(folder.resolve(name));
  }

  private static FileArchive archive(TestStore store) {
    return new FileArchive(store.store);
  }

  private List<String> exported(TestStore store) throws Exception {
    Path file = Files.createTempDirectory(folder, "exported").resolve("file");
    archive(store).exportTo(file);
    return withoutHeader(file);
  }

  /** The header has the moment in it. */
  private static List<String> withoutHeader(Path file) throws Exception {
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0)).startsWith("{\"italk_export\":{\"version\":1,\"schema\":");
    return lines.subList(1, lines.size());
  }

  private static List<Message> all(TestStore store) {
    List<Message> all = new ArrayList<>();
    List<Message> page = store.store.since(new MessageId(0), 500);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = store.store.since(page.get(page.size() - 1).id(), 500);
    }
    return all;
  }

  private Path write(String... lines) throws Exception {
    return Files.write(Files.createTempFile(folder, "file", ".jsonl"), List.of(lines));
  }

  private Path original() throws Exception {
    Path file = folder.resolve("engine_state.json");
    if (!Files.exists(file)) {
      try (InputStream in = getClass().getResourceAsStream("/original/engine_state.json")) {
        Files.copy(in, file);
      }
    }
    return file;
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).collect(Collectors.toList());
    }
  }

  private static void assertInvalid(Call call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.INVALID))
        .hasMessageContaining(message);
  }

  private interface Call {
    void run() throws Exception;
  }
}
