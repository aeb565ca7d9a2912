package italk.engine.shell.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames over a blocking channel: a byte for the kind, four for the length, the payload.
 *
 * <p>One thread reads; any thread writes. The streams of {@link java.nio.channels.Channels} won't
 * do: there, who reads keeps others from writing.
 */
public final class FrameChannel implements AutoCloseable {

  private static final int HEADER = 1 + Integer.BYTES;

  private final ByteChannel channel;

  /** Held while one frame is written, so that frames of two threads don't mix. */
  private final Lock writing = new ReentrantLock();

  /** Takes over {@code channel}, which must be in blocking mode. */
  public FrameChannel(ByteChannel channel) {
    this.channel = channel;
  }

  /**
   * The next frame; empty where the other side has closed the connection.
   *
   * @throws ProtocolException where it is no frame
   */
  public Optional<Frame> read() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    fill(header);
    if (header.position() == 0) {
      return Optional.empty();
    }
    checkFull(header);
    header.flip();
    Frame.Kind kind = Frame.Kind.of(header.get());
    int length = header.getInt();
    if (length < 0 || length > Frame.MAX_PAYLOAD) {
      throw new ProtocolException(
          "a frame has at most " + Frame.MAX_PAYLOAD + " bytes, found " + length);
    }
    ByteBuffer payload = ByteBuffer.allocate(length);
    fill(payload);
    checkFull(payload);
    return Optional.of(new Frame(kind, payload.array()));
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      continue;
    }
  }

  private static void checkFull(ByteBuffer buffer) throws ProtocolException {
    if (buffer.hasRemaining()) {
      throw new ProtocolException(
          "a frame that ends " + buffer.remaining() + " bytes too early: the connection was cut");
    }
  }

  /** Writes one frame. Blocks while the other side doesn't read. */
  public void write(Frame frame) throws IOException {
    byte[] payload = frame.payload();
    if (payload.length > Frame.MAX_PAYLOAD) {
      throw new ProtocolException(
          "a frame has at most "
              + Frame.MAX_PAYLOAD
              + " bytes, this one would have "
              + payload.length);
    }
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + payload.length);
    bytes.put((byte) frame.kind().code()).putInt(payload.length).put(payload).flip();
    writing.lock();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } finally {
      writing.unlock();
    }
  }

  /** Closes the channel; who reads or writes is woken. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
