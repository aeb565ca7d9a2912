package italk.engine.deploy.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Makes sure that every reader sees the same entries in a jar, whether it follows the table of
 * contents (as the verifier does) or reads from the start (as a stream). The entries of the table
 * must fill the file without a gap, and each must say of itself what the table says.
 */
final class ZipLayout {

  private static final int HEADER_SIGNATURE = 0x04034b50;
  private static final int HEADER_LENGTH = 30;
  private static final int DESCRIPTOR_SIGNATURE = 0x08074b50;
  private static final int ENCRYPTED = 1;
  private static final int HAS_DESCRIPTOR = 8;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int BUFFER = 16_384;

  private final FileChannel file;

  private ZipLayout(FileChannel file) {
    this.file = file;
  }

  /**
   * Passes where all readers see the same.
   *
   * @throws IOException where it is not a whole zip file
   */
  static void check(Path jar) throws IOException, UntrustedException {
    try (FileChannel file = FileChannel.open(jar)) {
      ZipEntries contents = ZipEntries.read(file);
      checkNames(contents.entries());
      new ZipLayout(file).checkPlaces(contents);
    } catch (DataFormatException damaged) {
      throw new IOException("an entry is damaged: " + damaged.getMessage(), damaged);
    }
  }

  private static void checkNames(List<ZipEntries.Entry> entries) throws UntrustedException {
    Set<String> names = new HashSet<>();
    for (ZipEntries.Entry entry : entries) {
      String name = entry.name();
      String file = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
      if (!names.add(file)) {
        throw new UntrustedException(
            "it has two entries with the name \"" + name + "\": build and sign it anew");
      }
      for (String part : file.split("/", -1)) {
        if (part.isEmpty() || part.equals(".") || part.equals("..") || part.contains("\\")) {
          throw new UntrustedException(
              "the name of its entry \""
                  + name
                  + "\" should be like a/b/c: build and sign it anew");
        }
      }
    }
  }

  private void checkPlaces(ZipEntries contents)
      throws IOException, UntrustedException, DataFormatException {
    List<ZipEntries.Entry> entries = contents.entries();
    long position = 0;
    for (int index = 0; index < entries.size(); index++) {
      ZipEntries.Entry entry = entries.get(index);
      if (entry.start() != position) {
        throw hidden(position, entry.start());
      }
      long next =
          index + 1 < entries.size() ? entries.get(index + 1).start() : contents.tableStart();
      position = end(entry, next);
    }
    if (position != contents.tableStart()) {
      throw hidden(position, contents.tableStart());
    }
  }

  // Where an entry ends; next is where the one after it begins.
  private long end(ZipEntries.Entry entry, long next)
      throws IOException, UntrustedException, DataFormatException {
    ByteBuffer header = ZipEntries.bytes(file, entry.start(), HEADER_LENGTH);
    int nameLength = Short.toUnsignedInt(header.getShort(26));
    long nameStart = entry.start() + HEADER_LENGTH;
    boolean hasDescriptor = (entry.flags() & HAS_DESCRIPTOR) != 0;
    if (header.getInt(0) != HEADER_SIGNATURE
        || Short.toUnsignedInt(header.getShort(6)) != entry.flags()
        || Short.toUnsignedInt(header.getShort(8)) != entry.method()
        || !(hasDescriptor || hasSizes(header, 14, entry))
        || !ZipEntries.bytes(file, nameStart, nameLength).equals(entry.rawName())) {
      throw contradiction(entry);
    }
    long content = nameStart + nameLength + Short.toUnsignedInt(header.getShort(28));
    checkContent(entry, content);
    long end = content + entry.packed();
    return hasDescriptor ? endOfDescriptor(entry, end, next) : end;
  }

  // A deflated entry says itself where it ends. What the table counts as its bytes beyond that
  // would be entries of their own for who reads the jar as a stream; and of content beyond the size
  // in the table, the verifier sees nothing and a class loader all.
  private void checkContent(ZipEntries.Entry entry, long start)
      throws IOException, UntrustedException, DataFormatException {
    boolean isStored = entry.method() == STORED && entry.packed() == entry.size();
    boolean isPlain = (entry.flags() & ENCRYPTED) == 0;
    if (!isPlain || !(isStored || entry.method() == DEFLATED)) {
      throw contradiction(entry);
    }
    if (!isStored) {
      checkDeflated(entry, start);
    }
  }

  private void checkDeflated(ZipEntries.Entry entry, long start)
      throws IOException, UntrustedException, DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      byte[] sink = new byte[BUFFER];
      long given = 0;
      while (!inflater.finished()) {
        if (inflater.needsDictionary()) {
          throw new DataFormatException(entry.name() + " needs a dictionary");
        }
        if (inflater.needsInput()) {
          long length = Math.min(BUFFER, entry.packed() - given);
          if (length == 0) {
            throw new DataFormatException(entry.name() + " is cut off");
          }
          inflater.setInput(ZipEntries.bytes(file, start + given, length));
          given += length;
        }
        inflater.inflate(sink);
      }
      if (inflater.getBytesRead() != entry.packed()) {
        throw hidden(start + inflater.getBytesRead(), start + entry.packed());
      }
      if (inflater.getBytesWritten() != entry.size()) {
        throw contradiction(entry);
      }
    } finally {
      inflater.end();
    }
  }

  // The signature in front of a descriptor is optional.
  private long endOfDescriptor(ZipEntries.Entry entry, long start, long next)
      throws IOException, UntrustedException {
    long length = next - start;
    if (length != 12 && length != 16) {
      throw contradiction(entry);
    }
    ByteBuffer descriptor = ZipEntries.bytes(file, start, length);
    boolean isSigned = length == 16;
    if (isSigned && descriptor.getInt(0) != DESCRIPTOR_SIGNATURE
        || !hasSizes(descriptor, isSigned ? 4 : 0, entry)) {
      throw contradiction(entry);
    }
    return next;
  }

  private static boolean hasSizes(ByteBuffer header, int at, ZipEntries.Entry entry) {
    return header.getInt(at) == entry.crc()
        && Integer.toUnsignedLong(header.getInt(at + 4)) == entry.packed()
        && Integer.toUnsignedLong(header.getInt(at + 8)) == entry.size();
  }

  private static UntrustedException contradiction(ZipEntries.Entry entry) {
    return new UntrustedException(
        "its entry \""
            + entry.name()
            + "\" is not as its table of contents says, or of a kind that is not accepted (only"
            + " stored or deflated ones are): build and sign it anew");
  }

  private static UntrustedException hidden(long from, long to) {
    return new UntrustedException(
        "there are bytes between "
            + from
            + " and "
            + to
            + " that belong to no entry of its table of contents, so nothing signs them: build and"
            + " sign it anew");
  }
}
