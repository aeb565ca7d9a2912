package italk.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The files of a distribution, wherever they are packed. */
interface Distribution {

  /** Shows every file once, with its name relative to the root and slashes in it. */
  void forEach(Visitor visitor) throws IOException;

  /** What is done with a file. */
  interface Visitor {
    /** {@code bytes} are valid until this returns. */
    void file(String name, InputStream bytes) throws IOException;
  }

  /** Opens a zip. */
  interface Opener {
    InputStream open() throws IOException;
  }

  /** A distribution that lies in a folder. */
  static Distribution ofFolder(Path root) {
    return visitor -> {
      List<Path> files;
      try (Stream<Path> found = Files.walk(root)) {
        files = found.filter(Files::isRegularFile).sorted().toList();
      }
      for (Path file : files) {
        try (InputStream bytes = Files.newInputStream(file)) {
          visitor.file(root.relativize(file).toString().replace('\\', '/'), bytes);
        }
      }
    };
  }

  /** A distribution that is a zip. */
  static Distribution ofZip(Opener opener) {
    return visitor -> {
      try (ZipInputStream zip = new ZipInputStream(opener.open())) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          if (!entry.isDirectory()) {
            visitor.file(entry.getName(), zip);
          }
        }
      }
    };
  }
}
