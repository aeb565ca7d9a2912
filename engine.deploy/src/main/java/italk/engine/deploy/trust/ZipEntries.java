package italk.engine.deploy.trust;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The table of contents (central directory) of a zip file, of the plain form that {@code jarsigner}
 * writes: it lies directly before the end record, which is the last 22 bytes of the file.
 *
 * @param entries in the order in which they lie in the file
 * @param tableStart where the table begins
 */
record ZipEntries(List<Entry> entries, long tableStart) {

  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int ENTRY_LENGTH = 46;

  /**
   * One entry as the table describes it.
   *
   * @param name as text
   * @param rawName its bytes
   * @param flags the general purpose flags
   * @param method 0 for stored, 8 for deflated
   * @param crc the CRC-32 of the content
   * @param packed how many bytes it takes in the file
   * @param size how many bytes its content has
   * @param start where its own header lies in the file
   */
  record Entry(
      String name,
      ByteBuffer rawName,
      int flags,
      int method,
      int crc,
      long packed,
      long size,
      long start) {}

  static ZipEntries read(FileChannel file) throws IOException, UntrustedException {
    if (file.size() < END_LENGTH) {
      throw new EOFException("too short for a zip file");
    }
    ByteBuffer end = bytes(file, file.size() - END_LENGTH, END_LENGTH);
    int count = Short.toUnsignedInt(end.getShort(10));
    long length = Integer.toUnsignedLong(end.getInt(12));
    long start = Integer.toUnsignedLong(end.getInt(16));
    if (end.getInt(0) != END_SIGNATURE || end.getShort(20) != 0) {
      throw new UntrustedException(
          "it has bytes or a comment after its end, where nothing is signed: sign it with"
              + " jarsigner as the last step, and change nothing after that");
    }
    boolean hasOneDisk = end.getInt(4) == 0 && end.getShort(8) == end.getShort(10);
    if (!hasOneDisk || count == 0xFFFF || start + length != file.size() - END_LENGTH) {
      throw new UntrustedException(
          "its table of contents should end where its end record begins, at byte "
              + (file.size() - END_LENGTH)
              + ", found "
              + (start + length)
              + " (bytes were put before or into it, or it is in the zip64 format, which is not"
              + " accepted): build and sign it anew");
    }
    return new ZipEntries(entries(bytes(file, start, length), count), start);
  }

  private static List<Entry> entries(ByteBuffer table, int count)
      throws EOFException, UntrustedException {
    List<Entry> entries = new ArrayList<>();
    while (table.remaining() >= ENTRY_LENGTH && table.getInt(table.position()) == ENTRY_SIGNATURE) {
      entries.add(entry(table));
    }
    if (table.hasRemaining() || entries.size() != count) {
      throw new UntrustedException(
          "its table of contents should list "
              + count
              + " entries and nothing else, found "
              + entries.size()
              + " and "
              + table.remaining()
              + " bytes more: build and sign it anew");
    }
    entries.sort(Comparator.comparingLong(Entry::start));
    return List.copyOf(entries);
  }

  private static Entry entry(ByteBuffer table) throws EOFException {
    int at = table.position();
    int nameLength = Short.toUnsignedInt(table.getShort(at + 28));
    int more =
        Short.toUnsignedInt(table.getShort(at + 30)) + Short.toUnsignedInt(table.getShort(at + 32));
    if (table.remaining() < ENTRY_LENGTH + nameLength + more) {
      throw new EOFException("its table of contents is cut off");
    }
    ByteBuffer name = table.slice(at + ENTRY_LENGTH, nameLength);
    table.position(at + ENTRY_LENGTH + nameLength + more);
    return new Entry(
        StandardCharsets.UTF_8.decode(name.duplicate()).toString(),
        name,
        Short.toUnsignedInt(table.getShort(at + 8)),
        Short.toUnsignedInt(table.getShort(at + 10)),
        table.getInt(at + 16),
        Integer.toUnsignedLong(table.getInt(at + 20)),
        Integer.toUnsignedLong(table.getInt(at + 24)),
        Integer.toUnsignedLong(table.getInt(at + 42)));
  }

  /** A part of a file, to be read as numbers of a zip file. */
  static ByteBuffer bytes(FileChannel file, long start, long length) throws IOException {
    if (start < 0 || length > file.size() - start) {
      throw new EOFException("byte " + (start + length) + " is beyond its end");
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
    while (bytes.hasRemaining()) {
      if (file.read(bytes, start + bytes.position()) < 0) {
        throw new EOFException("it is cut off");
      }
    }
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }
}
