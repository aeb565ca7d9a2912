package italk.engine.deploy.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * The signatures of one jar, each a pair of a signature file ({@code META-INF/NAME.SF}, which holds
 * digests of the manifest) and a block ({@code META-INF/NAME.RSA}, which signs that file).
 *
 * <p>JarFile verifies the blocks. This asks for what JarFile lets pass: it accepts a signature file
 * that covers none of the manifest's main attributes, which is where a bundle says what it is, and
 * one that covers an earlier form of the manifest; it takes a copy of the signature file in the
 * block for the file itself; and it does not miss what was removed.
 */
final class SignatureFiles {

  private static final Pattern FILE = Pattern.compile("META-INF/([A-Z0-9_-]+)\\.SF");
  private static final Pattern BLOCK = Pattern.compile("META-INF/([A-Z0-9_-]+)\\.(RSA|DSA|EC)");
  // JarFile treats as one of these, or as a manifest, more than it should.
  private static final Pattern ALIKE =
      Pattern.compile("META-INF/(.*\\.(SF|RSA|DSA|EC)|SIG-.*|MANIFEST\\.MF)");
  private static final String MANIFEST_DIGEST = "-DIGEST-MANIFEST";

  /** In a block: "what is signed is data that is not in here". */
  private static final byte[] NOT_IN_HERE = HexFormat.of().parseHex("300b06092a864886f70d010701");

  private final JarFile jar;
  private final List<String> files = new ArrayList<>();
  private final List<String> blocks = new ArrayList<>();

  /**
   * The signatures of a jar.
   *
   * @throws UntrustedException where there is none, or one of them is not whole
   */
  SignatureFiles(JarFile jar) throws UntrustedException {
    this.jar = jar;
    Set<String> signedBy = new TreeSet<>();
    Set<String> describedBy = new TreeSet<>();
    for (String name : jar.stream().map(ZipEntry::getName).toList()) {
      Matcher file = FILE.matcher(name);
      Matcher block = BLOCK.matcher(name);
      if (file.matches()) {
        files.add(name);
        describedBy.add(file.group(1));
      } else if (block.matches()) {
        blocks.add(name);
        signedBy.add(block.group(1));
      } else if (!name.equals(JarFile.MANIFEST_NAME)
          && ALIKE.matcher(name.toUpperCase(Locale.ROOT)).matches()) {
        throw new UntrustedException(
            "its entry \"" + name + "\" is neither signed nor part of a signature: take it out");
      }
    }
    if (files.isEmpty() && blocks.isEmpty()) {
      throw new UntrustedException(
          "it is not signed, and here only signed extensions run: sign it with jarsigner");
    }
    if (!signedBy.equals(describedBy) || blocks.size() != signedBy.size()) {
      throw new UntrustedException(
          "each META-INF/NAME.SF should have one META-INF/NAME.RSA, .DSA or .EC, found "
              + files
              + " and "
              + blocks
              + ": sign it anew");
    }
  }

  /** How many signatures there are. */
  int count() {
    return blocks.size();
  }

  /** True for an entry that is part of a signature, so that no signature covers it. */
  boolean contains(String entry) {
    return files.contains(entry) || blocks.contains(entry);
  }

  /**
   * Passes where every signature covers the whole manifest as it is, and nothing that the manifest
   * lists with a digest is missing.
   */
  void check() throws IOException, UntrustedException {
    byte[] manifest = bytes(JarFile.MANIFEST_NAME);
    for (String file : files) {
      checkCovers(file, manifest);
    }
    for (String block : blocks) {
      if (!isDetached(bytes(block))) {
        throw new UntrustedException(
            block + " should hold a signature and no data: sign it without -internalsf");
      }
    }
    for (Map.Entry<String, Attributes> section : parse(manifest).getEntries().entrySet()) {
      boolean isSigned =
          section.getValue().keySet().stream()
              .anyMatch(key -> key.toString().toUpperCase(Locale.ROOT).endsWith("-DIGEST"));
      if (isSigned && jar.getEntry(section.getKey()) == null) {
        throw new UntrustedException(
            "it was altered after it was signed: "
                + section.getKey()
                + " was removed. Get the original, or build and sign it anew");
      }
    }
  }

  private void checkCovers(String file, byte[] manifest) throws IOException, UntrustedException {
    boolean isCovered = false;
    for (Map.Entry<Object, Object> attribute : parse(bytes(file)).getMainAttributes().entrySet()) {
      String key = attribute.getKey().toString().toUpperCase(Locale.ROOT);
      if (key.endsWith(MANIFEST_DIGEST)) {
        String algorithm = key.substring(0, key.length() - MANIFEST_DIGEST.length());
        byte[] expected = Base64.getMimeDecoder().decode(attribute.getValue().toString());
        if (!MessageDigest.isEqual(expected, digest(algorithm, manifest))) {
          throw new UntrustedException(
              "it was altered after it was signed: META-INF/MANIFEST.MF is not the one that "
                  + file
                  + " signs. Get the original, or build and sign it anew");
        }
        isCovered = true;
      }
    }
    if (!isCovered) {
      throw new UntrustedException(
          file
              + " should have a digest of the whole manifest (ALGORITHM-Digest-Manifest), found"
              + " none: sign it anew, with jarsigner and without -sectionsonly");
    }
  }

  private static byte[] digest(String algorithm, byte[] bytes) throws UntrustedException {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException unknown) {
      throw new UntrustedException(
          "it is signed with the digest algorithm "
              + algorithm
              + ", which this Java does not have: sign it anew with jarsigner");
    }
  }

  // A block is DER: SEQUENCE { OID signedData, [0] SEQUENCE { version, SET of algorithms, what is
  // signed, … } }.
  private static boolean isDetached(byte[] block) {
    try {
      ByteBuffer der = ByteBuffer.wrap(block);
      enter(der, 0x30);
      skip(der, 0x06);
      enter(der, 0xA0);
      enter(der, 0x30);
      skip(der, 0x02);
      skip(der, 0x31);
      return der.slice(der.position(), NOT_IN_HERE.length).equals(ByteBuffer.wrap(NOT_IN_HERE));
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException other) {
      return false;
    }
  }

  private static void skip(ByteBuffer der, int tag) {
    int length = enter(der, tag);
    der.position(der.position() + length);
  }

  private static int enter(ByteBuffer der, int tag) {
    int found = Byte.toUnsignedInt(der.get());
    int length = Byte.toUnsignedInt(der.get());
    if (found != tag || length == 0x80 || length > 0x84) {
      throw new IllegalArgumentException("tag " + found + ", length " + length);
    }
    if (length > 0x80) {
      int bytes = length - 0x80;
      length = 0;
      for (int index = 0; index < bytes; index++) {
        length = length << 8 | Byte.toUnsignedInt(der.get());
      }
    }
    return length;
  }

  private static Manifest parse(byte[] bytes) throws IOException {
    return new Manifest(new ByteArrayInputStream(bytes));
  }

  private byte[] bytes(String name) throws IOException, UntrustedException {
    ZipEntry entry = jar.getEntry(name);
    if (entry == null) {
      throw new UntrustedException("it has no " + name + ", so it is no bundle: build it with bnd");
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
