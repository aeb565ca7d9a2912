package italk.engine.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.Inbox;
import italk.engine.api.Problem;
import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.FailurePolicy;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.LineReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator types, and what is shown. */
class CommandsTest {

  private final ShellFixture shell = new ShellFixture();

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void usersShowsWhoIsOnlineFirst() throws Exception {
    shell.run("register 1 Bob");
    shell.run("connect 2 Alice role=admin");

    assertThat(shell.run("users").lines())
        .containsExactly(
            "ID  NAME   ONLINE  METADATA", "2   Alice  yes     {role=admin}", "1   Bob    no");
  }

  @Test
  void usersFindsByText() throws Exception {
    shell.run("register 1 Bob");
    shell.run("register 2 Alice");

    assertThat(shell.run("users lic")).contains("Alice").doesNotContain("Bob");
    assertThat(shell.run("users zoe")).isEqualTo("Nobody's id or name contains \"zoe\".");
  }

  @Test
  void anIdOfDigitsStaysWhatItIs() throws Exception {
    shell.run("register 007 Bond");
    shell.run("register 12345678901234567890 Long");
    shell.run("register null None");

    assertThat(shell.engine.users).containsOnlyKeys("007", "12345678901234567890", "null");
  }

  @Test
  void aProblemOfTheEngineIsItsMessageAndNothingElse() throws Exception {
    shell.run("register 1 Bob");

    assertThatThrownBy(() -> shell.run("register 1 Bob"))
        .hasToString("A user 1 is registered already.");
  }

  @Test
  void metadataThatIsNoneIsRefused() {
    assertThatThrownBy(() -> shell.run("register 1 Bob admin"))
        .hasToString("Metadata is given as KEY=VALUE, found \"admin\".");
    assertThat(shell.engine.users).isEmpty();
  }

  @Test
  void whatASessionReceivesIsPrintedWhereItWasOpened() throws Exception {
    shell.run("connect 1 Alice");
    shell.run("send 1 group:général 'Bonjour !'");

    assertThat(shell.console())
        .containsPattern(
            "1 < \\* welcome: Hello Alice\\R1 < \\[\\d\\d:\\d\\d:\\d\\d] général Alice: Bonjour !");
  }

  @Test
  void atATerminalItIsPrintedAboveWhatIsBeingTyped() throws Exception {
    List<Object> above = new ArrayList<>();
    shell.put(
        Console.READER,
        Proxy.newProxyInstance(
            LineReader.class.getClassLoader(),
            new Class<?>[] {LineReader.class},
            (proxy, method, args) -> above.add(method.getName() + " " + args[0])));
    shell.run("connect 1 Alice");

    assertThat(above).containsExactly("printAbove 1 < * welcome: Hello Alice");
    assertThat(shell.console()).isEmpty();
  }

  @Test
  void whatUsersWriteCannotDriveTheTerminal() throws Exception {
    shell.run("connect 1 Alice");
    shell.engine.sessions.get(0).send(Conversation.everyone(), "\u001b[2Jred\nfake: line\u202e");

    assertThat(shell.console())
        .contains("\\u001b[2Jred\\nfake: line\\u202e")
        .doesNotContain("\u001b");
  }

  @Test
  void sendSaysTheMessagesId() throws Exception {
    shell.run("connect 1 Alice");

    assertThat(shell.run("send 1 everyone Bonjour 5 null ?")).isEqualTo("sent 0000000000001");
    assertThat(shell.engine.messages.get(0).content()).isEqualTo("Bonjour 5 null ?");
  }

  @Test
  void sendToAUserIsTheDirectConversationOfTheTwo() throws Exception {
    shell.run("connect 2 Alice");
    shell.run("send 2 user:1 psst");

    assertThat(shell.engine.messages.get(0).conversation())
        .isEqualTo(Conversation.direct("1", "2"));
    assertThat(shell.run("history direct:2,1")).contains("direct Alice: psst");
    assertThat(shell.run("history 'direct:1 2'")).contains("direct Alice: psst");
  }

  @Test
  void aRefusalSaysWhoRefusedAndWhenToTryAgain() throws Exception {
    shell.run("connect 1 Alice");
    shell.engine.refusal =
        Optional.of(
            new Problem(
                Problem.Code.REJECTED,
                "too many messages",
                Optional.of(Duration.ofMillis(1_500)),
                Optional.of("message_rate_limiter")));

    assertThatThrownBy(() -> shell.run("send 1 everyone again"))
        .hasToString("message_rate_limiter: too many messages (try again in 1.5 s)");
  }

  @Test
  void sendNeedsASessionOfTheShell() {
    assertThatThrownBy(() -> shell.run("send 1 everyone hi"))
        .hasToString("The shell has no session for 1. Open one: connect 1 NAME");
  }

  @Test
  void anUnknownConversationIsRefused() throws Exception {
    shell.run("connect 1 Alice");

    assertThatThrownBy(() -> shell.run("send 1 somewhere hi"))
        .hasMessageContaining("\"somewhere\"");
    assertThat(shell.engine.messages).isEmpty();
  }

  @Test
  void connectByIdAloneTakesTheKnownName() throws Exception {
    shell.run("register 1 Alice");
    shell.run("connect 1");

    assertThat(shell.engine.sessions).hasSize(1);
    assertThatThrownBy(() -> shell.run("connect 2"))
        .hasToString("There is no user 2. Give a name: connect ID NAME");
  }

  @Test
  void oneSessionPerUser() throws Exception {
    shell.run("connect 1 Alice");

    assertThatThrownBy(() -> shell.run("connect 1 Alice"))
        .hasMessageStartingWith("The shell has a session for 1 already.");
    assertThat(shell.engine.sessions).hasSize(1);
  }

  @Test
  void disconnectMakesRoomForAnotherConnect() throws Exception {
    shell.run("connect 1 Alice");

    assertThat(shell.run("disconnect 1")).isEqualTo("1 is disconnected, sessions closed: 1");
    assertThat(shell.run("disconnect 1")).isEqualTo("1 was not connected.");
    assertThat(shell.console()).contains("* session closed: disconnected by an operator");
    shell.run("connect 1 Alice");
    assertThat(shell.engine.sessions).hasSize(1);
  }

  @Test
  void inboxKeepsTheLastHundredLines() throws Exception {
    shell.run("connect 1 Alice");
    for (int i = 0; i < 150; i++) {
      shell.engine.sessions.get(0).deliver(new Inbox.Notice("bot", "n" + i, Instant.EPOCH));
    }

    List<String> lines = shell.run("inbox 1").lines().toList();
    assertThat(lines).hasSize(ShellSession.MAX_RECEIVED);
    assertThat(lines.get(0)).isEqualTo("* bot: n50");
    assertThat(lines.get(99)).isEqualTo("* bot: n149");
  }

  @Test
  void theShellsSessionsEndWithIt() throws Exception {
    shell.run("connect 1 Alice");
    shell.run("connect 2 Bob");
    shell.shellSessions.close();

    assertThat(shell.engine.sessions).isEmpty();
  }

  @Test
  void groups() throws Exception {
    assertThat(shell.run("groups")).isEqualTo("There are no groups.");
    shell.run("creategroup général");
    shell.run("creategroup 'the board' private");
    shell.run("join général 1");
    shell.run("add 'the board' 1 owner");
    shell.run("add 'the board' 2");

    assertThat(shell.run("groups").lines())
        .containsExactly(
            "NAME       VISIBILITY  MEMBERS  METADATA",
            "général    public      1",
            "the board  private     2");
    assertThat(shell.run("group 'the board'")).contains("1       owner").contains("2       member");
    assertThat(shell.run("groups 2")).contains("the board").doesNotContain("général");

    shell.run("remove 'the board' 2");
    shell.run("leave général 1");
    assertThat(shell.engine.groups.get("the board").members()).containsOnlyKeys("1");
    assertThat(shell.engine.groups.get("général").members()).isEmpty();
    assertThat(shell.run("deletegroup général")).isEqualTo("The group \"général\" is deleted.");
    assertThat(shell.engine.groups).containsOnlyKeys("the board");
  }

  @Test
  void aRoleThatIsNoneIsRefusedWithThoseThereAre() throws Exception {
    shell.run("creategroup board");

    assertThatThrownBy(() -> shell.run("add board 1 boss"))
        .hasToString("Expected one of [owner, moderator, member], found \"boss\".");
    assertThatThrownBy(() -> shell.run("group bored"))
        .hasToString("There is no group \"bored\". See: groups");
    assertThatThrownBy(() -> shell.run("join bored 1")).hasToString("No group is called bored.");
  }

  @Test
  void historyShowsTheLastOnes() throws Exception {
    assertThat(shell.run("history everyone")).isEqualTo("Nothing was sent to everyone yet.");
    shell.run("connect 1 Alice");
    for (int i = 0; i < 30; i++) {
      shell.run("send 1 everyone m" + i);
    }

    assertThat(shell.run("history everyone").lines().filter(line -> line.contains("Alice")))
        .hasSize(20);
    assertThat(shell.run("history everyone 2").lines().filter(line -> line.contains("Alice")))
        .hasSize(2)
        .last()
        .asString()
        .matches("\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d] everyone Alice: m29");
  }

  @Test
  void extensions() throws Exception {
    assertThat(shell.run("extensions")).isEqualTo("No extension is enabled or installed.");
    shell.extensions.add(
        new ExtensionStatus(
            "welcome",
            Optional.of("0.1.0"),
            42,
            ExtensionStatus.State.ACTIVE,
            1,
            List.of("ConnectInterceptor"),
            FailurePolicy.ACCEPT,
            Duration.ofSeconds(1),
            "",
            7,
            2,
            1));
    shell.extensions.add(
        new ExtensionStatus(
            "users_management",
            Optional.empty(),
            -1,
            ExtensionStatus.State.NOT_INSTALLED,
            2,
            List.of(),
            FailurePolicy.REJECT,
            Duration.ofMillis(500),
            "not installed",
            0,
            0,
            0));

    assertThat(shell.run("extensions").lines().map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "#|NAME|VERSION|STATE|HOOKS|ON FAILURE|TIMEOUT|CALLS|REJECTS|FAILURES|DETAIL",
            "1|welcome|0.1.0|active|ConnectInterceptor|accept|1 s|7|2|1",
            "2|users_management|-|not installed|-|reject|500 ms|0|0|0|not installed");
    assertThat(shell.run("extensions welcome")).contains("active").doesNotContain("management");
    assertThatThrownBy(() -> shell.run("extensions welcom"))
        .hasToString("No extension \"welcom\" is enabled or installed. See: extensions");
  }

  @Test
  void commandsDescribeThemselves() throws Exception {
    assertThat(shell.run("commands").lines().map(line -> line.replaceAll(" {2,}", "|")))
        .startsWith(
            "COMMAND|WHAT IT DOES", "add <GROUP> <ID>|adds a user to a group, public or private")
        .contains(
            "send <ID> <everyone | group:NAME | user:ID> <TEXT…>|sends a message"
                + " through the session that connect opened, and waits until it is stored",
            "users|lists the users, who is online first",
            "users <TEXT>|lists the users whose id or name contains a text")
        .noneMatch(line -> line.endsWith("|"));
  }

  @Test
  void statusSaysWhatMessagesWaitFor() throws Exception {
    assertThat(shell.run("status"))
        .contains("GATE")
        .contains("shut")
        .contains("waits for")
        .contains("message_rate_limiter: no configuration")
        .contains("2 h 5 min");
  }

  @Test
  void statusSaysWhyNothingCanBeStoredAndNothingOtherwise() throws Exception {
    assertThat(shell.run("status")).doesNotContain("store");
    shell.engine.readOnly = Optional.of("no space left on device since 10:32");
    assertThat(shell.run("status"))
        .containsPattern("store +read-only, retrying: no space left on device since 10:32");
  }

  @Test
  void historyShowsWhatWasEditedAndWhatWasRetracted() throws Exception {
    shell.run("connect 1 Alice");
    for (String text : List.of("as it was", "wrong", "regretted")) {
      shell.run("send 1 everyone " + text);
    }
    shell.engine.messages.replaceAll(
        message ->
            switch (message.content()) {
              case "wrong" -> message.edited("right", Instant.EPOCH);
              case "regretted" -> message.retracted(Instant.EPOCH);
              default -> message;
            });
    assertThat(shell.run("history everyone"))
        .contains("Alice: as it was" + System.lineSeparator())
        .contains("Alice: right (edited)")
        .contains("Alice: (retracted)")
        .doesNotContain("regretted");
  }
}
