package italk.bench.store;

import italk.bench.setup.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The limit of the disk: the bytes of the messages appended to a file, forced after each batch. */
final class PlainFile implements AutoCloseable {

  private final Path folder = Place.newFolder("plain");
  private final FileChannel file;

  PlainFile() throws IOException {
    file =
        FileChannel.open(
            folder.resolve("messages"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND);
  }

  /** Messages a second, by batches of this size. */
  double measure(int batch, long millis) throws IOException {
    byte[] message = Homes.CONTENT.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocateDirect(batch * message.length);
    long begin = System.nanoTime();
    long end = begin + millis * 1_000_000;
    long done = 0;
    while (System.nanoTime() - end < 0) {
      bytes.clear();
      for (int i = 0; i < batch; i++) {
        bytes.put(message);
      }
      bytes.flip();
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
      done += batch;
    }
    return done / ((System.nanoTime() - begin) / 1e9);
  }

  @Override
  public void close() throws IOException {
    file.close();
    Files.delete(folder.resolve("messages"));
    Files.delete(folder);
  }
}
