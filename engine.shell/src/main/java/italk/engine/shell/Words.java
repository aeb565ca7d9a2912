package italk.engine.shell;

import italk.engine.api.Conversation;
import italk.engine.shell.text.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;

/** Reads the words that commands are given. */
final class Words {

  private static final String USER = "user:";
  private static final String DIRECT = "direct:";

  private Words() {}

  /** Gogo turns the word {@code null} into none; people mean the word. */
  static String word(String given) {
    return String.valueOf(given);
  }

  /** Words as one text, with a blank between two. */
  static String text(String... words) {
    return Arrays.stream(words).map(Words::word).collect(Collectors.joining(" "));
  }

  /**
   * A file to read: as an absolute path, or from the folder that the shell is in.
   *
   * @param expected what it should be, such as {@code a jar}
   * @throws CommandFailure where there is none
   */
  static Path file(CommandSession shell, String word, String expected) {
    Path path = path(shell, word(word));
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      if (!found.isRegularFile()) {
        throw noFile(expected, path, found.isDirectory() ? "is a folder" : "is no plain file");
      }
      if (!Files.isReadable(path)) {
        throw noFile(expected, path, "may not be read by " + System.getProperty("user.name"));
      }
      return path;
    } catch (NoSuchFileException e) {
      throw noFile(expected, path, "is not there");
    } catch (AccessDeniedException e) {
      throw noFile(expected, path, "may not be reached by " + System.getProperty("user.name"));
    } catch (IOException e) {
      String reason = e instanceof FileSystemException file ? file.getReason() : null;
      throw noFile(expected, path, "can't be read: " + (reason == null ? e.toString() : reason));
    }
  }

  /** An absolute path, whether anything is there or not. */
  static Path path(CommandSession shell, String word) {
    try {
      Path path = shell.currentDir().resolve(word).toAbsolutePath();
      // A link may lead elsewhere than back to where ".." seems to.
      return word.contains("..") ? path : path.normalize();
    } catch (InvalidPathException e) {
      throw CommandFailure.of("No path: " + Printable.line(e.getMessage()));
    }
  }

  private static CommandFailure noFile(String expected, Path path, String found) {
    return CommandFailure.of(
        "Expected " + expected + "; " + Printable.line(path.toString()) + " " + found + ".");
  }

  /** {@code key=value} as metadata; the values are text. */
  static Map<String, String> metadata(String... words) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String each : words) {
      String word = word(each);
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw CommandFailure.of(
            "Metadata is given as KEY=VALUE, found \"" + Printable.line(word) + "\".");
      }
      metadata.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return metadata;
  }

  /**
   * What a user sends to: {@code everyone}, {@code group:NAME}, or {@code user:ID}, the direct
   * conversation of the two.
   */
  static Conversation conversationOf(String senderId, String word) {
    String text = word(word);
    return text.startsWith(USER)
        ? Conversation.direct(senderId, text.substring(USER.length()))
        : conversation(text);
  }

  /** {@code everyone}, {@code group:NAME} or {@code direct:ID,ID}. */
  static Conversation conversation(String word) {
    String text = word(word);
    int comma = text.indexOf(',');
    // Ids may hold commas; then only the API's own form with a blank is clear.
    if (text.startsWith(DIRECT)
        && text.indexOf(' ') < 0
        && comma > 0
        && comma == text.lastIndexOf(',')) {
      return Conversation.direct(text.substring(DIRECT.length(), comma), text.substring(comma + 1));
    }
    return Conversation.parse(text);
  }
}
