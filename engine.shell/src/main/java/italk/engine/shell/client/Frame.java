package italk.engine.shell.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One unit of the protocol: what it is, and its bytes.
 *
 * @param kind what it is
 * @param payload its bytes, at most {@value #MAX_PAYLOAD}; not copied
 */
public record Frame(Kind kind, byte[] payload) {

  /** How many bytes a frame may carry: what a shell lets pass as arguments, and some more. */
  public static final int MAX_PAYLOAD = 1 << 20;

  /** How many words a command may have. */
  public static final int MAX_WORDS = 10_000;

  /** What the first frame of each side says; changes with the protocol. */
  public static final String GREETING = "italk-door 2";

  /** What frames there are. The code is what goes over the wire and never changes. */
  public enum Kind {
    /** Both ways, first: {@link Frame#GREETING}. */
    GREETING(1),
    /** To the engine: words of one command, to be taken literally. */
    RUN(2),
    /** To the engine: a line as typed, with the shell's own syntax. */
    LINE(3),
    /** To the engine: interrupt the command that runs. */
    INTERRUPT(4),
    /** To the engine: what commands are there? The answer, words, has the same kind. */
    NAMES(5),
    /** To the client: bytes for its standard output. */
    OUT(6),
    /** To the client: bytes for its standard error. */
    ERR(7),
    /** To the client: the command ended, with this exit code. */
    DONE(8),
    /** To the client: it won't be served, and why. */
    REFUSED(9),
    /** To the engine: the absolute path of the folder from which paths in commands are meant. */
    FOLDER(10);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind of(int code) throws ProtocolException {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new ProtocolException("no frame has the kind " + code);
    }
  }

  /** A frame without content. */
  public static Frame of(Kind kind) {
    return new Frame(kind, new byte[0]);
  }

  /** A frame that carries a text. */
  public static Frame ofText(Kind kind, String text) {
    return new Frame(kind, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A frame that carries a number. */
  public static Frame ofNumber(Kind kind, int number) {
    return new Frame(kind, ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  /** A frame that carries words. */
  public static Frame ofWords(Kind kind, Collection<String> words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(words.size());
      for (String word : words) {
        byte[] encoded = word.getBytes(StandardCharsets.UTF_8);
        out.writeInt(encoded.length);
        out.write(encoded);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return new Frame(kind, bytes.toByteArray());
  }

  /** The text it carries. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** The number it carries. */
  public int number() throws ProtocolException {
    if (payload.length != Integer.BYTES) {
      throw new ProtocolException("a number has 4 bytes, found " + payload.length);
    }
    return ByteBuffer.wrap(payload).getInt();
  }

  /** The words it carries. */
  public List<String> words() throws ProtocolException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
      int count = in.readInt();
      if (count < 0 || count > MAX_WORDS) {
        throw new ProtocolException(
            "a command has at most " + MAX_WORDS + " words, found " + count);
      }
      List<String> words = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
          throw new ProtocolException("a word of " + length + " bytes in " + in.available());
        }
        words.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
      }
      if (in.available() > 0) {
        throw new ProtocolException(in.available() + " bytes after the last word");
      }
      return words;
    } catch (ProtocolException e) {
      throw e;
    } catch (IOException e) {
      throw new ProtocolException("words that end too early", e);
    }
  }
}
