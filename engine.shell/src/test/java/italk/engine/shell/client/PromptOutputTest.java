package italk.engine.shell.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Output while a command runs, and in between. */
class PromptOutputTest {

  private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
  private final List<String> above = new ArrayList<>();
  private final PromptOutput output =
      new PromptOutput(
          Output.to(new PrintStream(passed, true), new PrintStream(passed, true)), above::add);

  @Test
  void aCommandsOutputPasses() {
    output.commandRuns(true);
    output.out(utf8("half a li"));

    assertThat(passed.toString(StandardCharsets.UTF_8)).isEqualTo("half a li");
    assertThat(above).isEmpty();
  }

  @Test
  void whatComesInBetweenIsShownLineByLine() {
    byte[] bytes = utf8("[10:00:00] général Zoé: été\nnext\n");
    for (byte one : bytes) {
      output.out(new byte[] {one});
    }

    assertThat(above).containsExactly("[10:00:00] général Zoé: été", "next");
    assertThat(passed.size()).isZero();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
