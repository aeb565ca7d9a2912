package italk.engine.shell.door;

import italk.engine.shell.client.Frame;
import italk.engine.shell.client.FrameChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** What is written here reaches the client as frames of one kind. Any thread may write. */
final class FrameOutputStream extends OutputStream {

  private static final int MAX_CHUNK = 64 * 1024;

  private final FrameChannel channel;
  private final Frame.Kind kind;

  FrameOutputStream(FrameChannel channel, Frame.Kind kind) {
    this.channel = channel;
    this.kind = kind;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    // A socket closes itself under a thread that is interrupted. The command is, the client isn't.
    boolean interrupted = Thread.interrupted();
    try {
      for (int from = offset; from < offset + length; from += MAX_CHUNK) {
        int to = Math.min(from + MAX_CHUNK, offset + length);
        channel.write(new Frame(kind, Arrays.copyOfRange(bytes, from, to)));
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
