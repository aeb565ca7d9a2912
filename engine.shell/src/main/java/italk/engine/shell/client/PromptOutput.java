package italk.engine.shell.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Output beside a prompt: passes while a command runs; what comes in between is shown line by line
 * above the prompt, so that it doesn't run into what is being typed.
 *
 * <p>Bytes come on the connection's reading thread, which alone writes; {@link #commandRuns} is
 * called by the one that reads lines. A command's output is read before its end is.
 */
final class PromptOutput implements Output {

  private final Output passing;
  private final Consumer<String> abovePrompt;

  private volatile boolean running;

  /** The beginning of a line whose end has not come yet. The reading thread's own. */
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  PromptOutput(Output passing, Consumer<String> abovePrompt) {
    this.passing = passing;
    this.abovePrompt = abovePrompt;
  }

  void commandRuns(boolean now) {
    running = now;
  }

  private boolean passes() {
    return running && begun.size() == 0;
  }

  @Override
  public void out(byte[] bytes) {
    if (passes()) {
      passing.out(bytes);
    } else {
      above(bytes);
    }
  }

  @Override
  public void err(byte[] bytes) {
    if (passes()) {
      passing.err(bytes);
    } else {
      above(bytes);
    }
  }

  private void above(byte[] bytes) {
    for (byte one : bytes) {
      if (one == '\n') {
        abovePrompt.accept(begun.toString(StandardCharsets.UTF_8));
        begun.reset();
      } else {
        begun.write(one);
      }
    }
  }
}
