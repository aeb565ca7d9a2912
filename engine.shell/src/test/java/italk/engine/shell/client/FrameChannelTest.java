package italk.engine.shell.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes over the wire, and what may not. */
class FrameChannelTest {

  @Test
  void framesComeOutAsTheyWentIn() throws IOException {
    Wire wire = new Wire();
    List<String> hostile =
        List.of("", "a b", "'\"$x`{|;&>\\", "line\nbreak", "été 😀", "\0", "=", "--");
    try (FrameChannel channel = new FrameChannel(wire)) {
      channel.write(Frame.ofWords(Frame.Kind.RUN, hostile));
      channel.write(Frame.ofNumber(Frame.Kind.DONE, -7));
      channel.write(Frame.ofText(Frame.Kind.LINE, "users"));

      assertThat(channel.read().orElseThrow().words()).isEqualTo(hostile);
      assertThat(channel.read().orElseThrow().number()).isEqualTo(-7);
      assertThat(channel.read().orElseThrow().text()).isEqualTo("users");
      assertThat(channel.read()).isEmpty();
    }
  }

  @Test
  void theLargestFramePassesAndALargerOneIsRefused() throws IOException {
    try (FrameChannel channel = new FrameChannel(new Wire())) {
      channel.write(new Frame(Frame.Kind.OUT, new byte[Frame.MAX_PAYLOAD]));
      assertThat(channel.read().orElseThrow().payload()).hasSize(Frame.MAX_PAYLOAD);
      assertThatThrownBy(
              () -> channel.write(new Frame(Frame.Kind.OUT, new byte[Frame.MAX_PAYLOAD + 1])))
          .isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void aLengthThatIsTooLargeIsRefusedBeforeItIsReserved() {
    assertRefused("at most", 2, 0x7f, 0xff, 0xff, 0xff);
    assertRefused("at most", 2, 0xff, 0xff, 0xff, 0xff);
  }

  @Test
  void anUnknownKindIsRefused() {
    assertRefused("kind 77", 77, 0, 0, 0, 0);
    assertRefused("kind 0", 0, 0, 0, 0, 0);
  }

  @Test
  void aFrameThatEndsTooEarlyIsRefused() {
    assertRefused("too early", 2);
    assertRefused("too early", 2, 0, 0, 0);
    assertRefused("too early", 2, 0, 0, 0, 3, 'a', 'b');
  }

  @Test
  void wordsThatDontFitTheirFrameAreRefused() {
    assertNoWords("ends too early", "end too early");
    assertNoWords("too many", "at most 10000 words", 0x7f, 0xff, 0xff, 0xff);
    assertNoWords("negative", "at most 10000 words", 0xff, 0xff, 0xff, 0xff);
    assertNoWords("missing", "end too early", 0, 0, 0, 1);
    assertNoWords("too long", "a word of 9 bytes", 0, 0, 0, 1, 0, 0, 0, 9, 'a');
    assertNoWords("negative word", "a word of -1 bytes", 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff);
    assertNoWords("rest", "1 bytes after the last word", 0, 0, 0, 1, 0, 0, 0, 1, 'a', 'b');
  }

  @Test
  void aNumberHasFourBytes() {
    assertThatThrownBy(() -> Frame.of(Frame.Kind.DONE).number())
        .isInstanceOf(ProtocolException.class);
  }

  private static void assertRefused(String why, int... bytes) {
    assertThatThrownBy(() -> new FrameChannel(new Wire(bytes)).read())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(why);
  }

  private static void assertNoWords(String what, String why, int... bytes) {
    assertThatThrownBy(() -> new Frame(Frame.Kind.RUN, bytes(bytes)).words())
        .as(what)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(why);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** What is written can be read, one byte at a time, as a slow network would give it. */
  private static final class Wire implements ByteChannel {
    private final List<Byte> content = new ArrayList<>();
    private int next;

    Wire(int... bytes) {
      write(ByteBuffer.wrap(bytes(bytes)));
    }

    @Override
    public int read(ByteBuffer target) {
      if (next == content.size()) {
        return -1;
      }
      target.put(content.get(next++));
      return 1;
    }

    @Override
    public int write(ByteBuffer source) {
      int length = source.remaining();
      byte[] all = new byte[length];
      source.get(all);
      Byte[] boxed = new Byte[length];
      Arrays.setAll(boxed, i -> all[i]);
      Collections.addAll(content, boxed);
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      next = content.size();
    }
  }
}
