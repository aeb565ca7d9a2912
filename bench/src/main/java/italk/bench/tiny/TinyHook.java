package italk.bench.tiny;

import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Looks at a message's content and accepts it; where the content asks for it, marks it with the
 * version of the jar it comes from, so that one sees who saw it.
 */
public class TinyHook implements MessageInterceptor {

  /** The first character of a content that asks for a mark. */
  public static final String ASKS_FOR_MARK = "?";

  /** The file in the jar that says its version. */
  public static final String VERSION_FILE = "italk/bench/tiny/version";

  // Once for each class loader: PF4J makes a new object for each message.
  private static final String MARK = " [" + version() + "]";

  @Override
  public Verdict intercept(MessageDraft draft) {
    String content = draft.content();
    return content.startsWith(ASKS_FOR_MARK) ? Verdict.replace(content + MARK) : Verdict.accept();
  }

  private static String version() {
    try (InputStream file = TinyHook.class.getResourceAsStream("version")) {
      return file == null ? "0" : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("The jar's own " + VERSION_FILE + " can't be read", e);
    }
  }
}
