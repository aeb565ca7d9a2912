package italk.engine.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Problem;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator asks of what is stored, and takes out of it. */
class StoredCommandsTest {

  private final ShellFixture shell = new ShellFixture();
  @TempDir Path folder;

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void pathsBeginWhereTheShellIs() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    shell.enter(folder);

    assertThat(shell.run("backup copy.db"))
        .isEqualTo("The store is backed up: " + folder.resolve("copy.db"));
    assertThat(shell.run("export all.jsonl"))
        .isEqualTo(
            "Exported to "
                + folder.resolve("all.jsonl")
                + ": 1 users, 2 groups, 3 messages, 4 others.");
    assertThat(shell.run("import file"))
        .isEqualTo(
            "Imported: 1 users, 2 groups, 3 messages, 4 others."
                + " What was there already stayed as it is: 5.");
    assertThat(shell.run("import --original file"))
        .isEqualTo("Imported: 1 users, 2 groups, 3 messages, 4 others.");

    assertThat(shell.stored.asked)
        .containsExactly(
            "backup " + folder.resolve("copy.db"),
            "export " + folder.resolve("all.jsonl"),
            "import " + file,
            "original " + file);
  }

  @Test
  void whatCantBeDoneIsSaidInOneLine() {
    assertThatThrownBy(() -> shell.run("import /nowhere"))
        .hasToString("Expected a file; /nowhere is not there.");
    shell.stored.refusal =
        Optional.of(Problem.of(Problem.Code.NOT_ALLOWED, "Make a backup with pg_dump."));
    assertThatThrownBy(() -> shell.run("backup x")).hasToString("Make a backup with pg_dump.");
  }

  @Test
  void commandsSaysWhichOptionsThereAre() throws Exception {
    assertThat(shell.run("commands").lines().map(line -> line.split("  ")[0]))
        .contains(
            "backup <FILE>",
            "export <FILE>",
            "import [--original] <FILE>",
            "read <USER> <everyone | group:NAME | user:ID> <ID>",
            "history [--ids] [--before ID] [--after ID]"
                + " <everyone | group:NAME | direct:ID,ID> [COUNT]");
  }

  @Test
  void historyGoesOnInBothDirections() throws Exception {
    shell.run("connect 1 Alice");
    for (int i = 0; i < 5; i++) {
      shell.run("send 1 everyone message " + i);
    }

    String latest = shell.run("history everyone 2");
    assertThat(latest.lines().toList())
        .hasSize(3)
        .last()
        .isEqualTo("… and perhaps older ones: --before " + new MessageId(4));
    assertThat(shell.run("history --before " + new MessageId(4) + " everyone 2"))
        .contains("message 1", "message 2", "--before " + new MessageId(2))
        .doesNotContain("message 3");
    assertThat(shell.run("history everyone --after " + new MessageId(2)))
        .contains("message 2", "message 4")
        .doesNotContain("message 1", "perhaps");
    assertThat(shell.run("history everyone --after " + new MessageId(5)))
        .isEqualTo("There is nothing more.");
    assertThat(shell.run("history --ids everyone").lines().findFirst().orElseThrow())
        .startsWith(new MessageId(1) + " [")
        .endsWith("everyone Alice: message 0");
    assertThatThrownBy(() -> shell.run("history --after x --before y everyone"))
        .hasMessageStartingWith("Wrong arguments for history. Usage:\n  history [--ids]");
    assertThatThrownBy(() -> shell.run("history everyone many"))
        .hasToString("Expected how many messages, 1 to 500; found \"many\".");
    assertThatThrownBy(() -> shell.run("history --id everyone"))
        .hasMessageStartingWith("There is no option --id, only --ids, --before, --after.");
    assertThatThrownBy(() -> shell.run("history everyone --before"))
        .hasToString("--before needs a word after it.");
    assertThatThrownBy(() -> shell.run("history --after x everyone"))
        .hasMessageContaining("A message id is 13 digits");
  }

  @Test
  void searchPassesOnWhereToLook() throws Exception {
    shell.run("connect 1 Alice");
    shell.run("send 1 everyone Bonjour à tous");

    assertThat(shell.run("search Bonjour à"))
        .startsWith(new MessageId(1) + " [")
        .contains("Alice: Bonjour à tous");
    shell.run("search --in group:g --from 007 --as 2 --before " + new MessageId(9) + " words");

    assertThat(shell.engine.searches)
        .containsExactly(
            MessageSearch.of("Bonjour à", 50),
            MessageSearch.of("words", 50)
                .in(Conversation.group("g"))
                .from("007")
                .visibleTo("2")
                .olderThan(new MessageId(9)));
    assertThat(shell.run("search nothing")).isEqualTo("Nothing is found.");
    assertThatThrownBy(() -> shell.run("search !")).hasMessageContaining("A search needs a text");
  }

  @Test
  void unreadAndRead() throws Exception {
    assertThat(shell.run("unread 2")).isEqualTo("2 has read everything.");
    shell.run("connect 1 Alice");
    shell.run("send 1 everyone Hello");

    assertThat(shell.run("read 2 everyone " + new MessageId(1)))
        .isEqualTo("2 has read everyone up to " + new MessageId(1));
    assertThat(shell.run("unread 2").lines().toList())
        .isEqualTo(
            List.of(
                "CONVERSATION  UNREAD  READ UP TO     LATEST",
                "everyone      1       " + new MessageId(1) + "  " + new MessageId(1)));
  }

  @Test
  void moderationSaysWhoDidWhat() throws Exception {
    assertThat(shell.run("moderation")).isEqualTo("Nothing was done.");
    shell.stored.record(
        Actor.user("7"),
        "ban",
        Target.user("42"),
        "spam\u0007",
        Optional.of(Instant.EPOCH),
        Map.of());
    shell.stored.record(
        Actor.operator(), "delete", Target.group("g"), "", Optional.empty(), Map.of());

    assertThat(shell.run("moderation").lines().toList())
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.get(1)).startsWith("2").contains("operator", "group g");
              assertThat(lines.get(2)).contains("user 7", "ban", "user 42", "spam\\u0007");
            });
    assertThat(shell.run("moderation --about user:42").lines()).hasSize(2);
    assertThat(shell.run("moderation --before 2").lines()).hasSize(2);
    assertThatThrownBy(() -> shell.run("moderation --about 42"))
        .hasMessageContaining("found \"42\"");
  }
}
