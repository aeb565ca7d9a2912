package italk.engine.deploy.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Writes jars, and changes them in ways that a jar tool does not. */
final class Zip {

  private Zip() {}

  /** A bundle with a class, a service file, a component and a folder. */
  static Path extension(Path file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        "META-INF/MANIFEST.MF",
        text(
            "Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\nBundle-SymbolicName: demo\r\n"
                + "Bundle-Version: 1.0.0\r\nDemo: as it was signed\r\n\r\n"));
    entries.put("META-INF/services/demo.Service", text("demo.Demo"));
    entries.put("OSGI-INF/demo.xml", text("<component/>".repeat(40)));
    entries.put("demo/", new byte[0]);
    try (InputStream in = Zip.class.getResourceAsStream("Zip.class")) {
      entries.put("demo/Demo.class", in.readAllBytes());
    }
    entries.put("demo/empty", new byte[0]);
    return write(file, entries);
  }

  static Path write(Path file, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return file;
  }

  static Map<String, byte[]> read(Path file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  /** Replaces or adds one entry. */
  static void put(Path file, String name, byte[] content) throws IOException {
    Map<String, byte[]> entries = read(file);
    entries.put(name, content);
    write(file, entries);
  }

  /** Replaces a text by another in one entry. */
  static void replace(Path file, String name, String old, String by) throws IOException {
    String before = new String(read(file).get(name), StandardCharsets.ISO_8859_1);
    if (!before.contains(old)) {
      throw new IllegalArgumentException(name + " has no " + old + ": " + before);
    }
    put(file, name, before.replace(old, by).getBytes(StandardCharsets.ISO_8859_1));
  }

  static void remove(Path file, String name) throws IOException {
    Map<String, byte[]> entries = read(file);
    if (entries.remove(name) == null) {
      throw new IllegalArgumentException("no entry " + name);
    }
    write(file, entries);
  }

  /**
   * Puts bytes into a file at a place, and moves what its table of contents and its end say by as
   * much where that lies behind, so that it is a good zip file again.
   */
  static void insert(Path file, int at, byte... bytes) throws IOException {
    byte[] old = Files.readAllBytes(file);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(old, 0, at);
    out.write(bytes);
    out.write(old, at, old.length - at);
    ByteBuffer zip = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int end = zip.capacity() - 22;
    move(zip, end + 16, at, bytes.length);
    for (int entry = zip.getInt(end + 16); entry < end; entry = nextInTable(zip, entry)) {
      move(zip, entry + 42, at, bytes.length);
    }
    Files.write(file, zip.array());
  }

  /** Where the table of contents begins. */
  static int table(Path file) throws IOException {
    ByteBuffer zip = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    return zip.getInt(zip.capacity() - 22 + 16);
  }

  /** Replaces bytes wherever they stand, as for the name of an entry, by as many others. */
  static void overwrite(Path file, String old, String by) throws IOException {
    String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    Files.write(file, bytes.replace(old, by).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Says of an entry, wherever that is noted, that its content has another size. */
  static void setSize(Path file, String name, int size) throws IOException {
    setNoted(file, name, 8, size);
  }

  /** Says of an entry, wherever that is noted, that it takes another number of bytes. */
  static void setPacked(Path file, String name, int size) throws IOException {
    setNoted(file, name, 4, size);
  }

  // CRC, packed size and size stand together in the table and in the descriptor.
  private static void setNoted(Path file, String name, int at, int size) throws IOException {
    ByteBuffer noted = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      noted.putInt((int) entry.getCrc());
      noted.putInt((int) entry.getCompressedSize());
      noted.putInt((int) entry.getSize());
    }
    String old = new String(noted.array(), StandardCharsets.ISO_8859_1);
    noted.putInt(at, size);
    overwrite(file, old, new String(noted.array(), StandardCharsets.ISO_8859_1));
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int nextInTable(ByteBuffer zip, int entry) {
    return entry
        + 46
        + zip.getShort(entry + 28)
        + zip.getShort(entry + 30)
        + zip.getShort(entry + 32);
  }

  private static void move(ByteBuffer zip, int field, int from, int by) {
    if (zip.getInt(field) >= from) {
      zip.putInt(field, zip.getInt(field) + by);
    }
  }
}
