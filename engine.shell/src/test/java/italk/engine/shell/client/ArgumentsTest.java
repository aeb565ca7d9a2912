package italk.engine.shell.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the client may be started with. */
class ArgumentsTest {

  @Test
  void optionsEndAtTheCommand() throws Exception {
    Arguments arguments = Arguments.parse("--socket", "/run/s", "send", "--interactive", "--");

    assertThat(arguments.socket()).isEqualTo(Path.of("/run/s"));
    assertThat(arguments.interactive()).isFalse();
    assertThat(arguments.words()).containsExactly("send", "--interactive", "--");
  }

  @Test
  void optionsEndAtTwoHyphens() throws Exception {
    assertThat(Arguments.parse("--socket", "s", "--", "--odd").words()).containsExactly("--odd");
  }

  @Test
  void interactiveWithHistory() throws Exception {
    Arguments arguments = Arguments.parse("--interactive", "--socket", "s", "--history", "h");

    assertThat(arguments.interactive()).isTrue();
    assertThat(arguments.history()).contains(Path.of("h"));
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertWrong("--socket PATH is missing", "users");
    assertWrong("--socket needs a path", "--socket");
    assertWrong("a command is missing", "--socket", "s");
    assertWrong("--interactive takes no command", "--socket", "s", "--interactive", "users");
    assertWrong("unknown option --sokcet", "--sokcet", "s");
  }

  private static void assertWrong(String why, String... args) {
    assertThatThrownBy(() -> Arguments.parse(args))
        .isInstanceOf(Arguments.UsageException.class)
        .hasMessageContaining(why);
  }
}
