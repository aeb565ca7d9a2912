package italk.engine.deploy.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that were really signed, and what happens to them afterwards. */
class SignedJarsTest {

  @TempDir static Path all;
  private static Signers signers;

  @TempDir Path home;
  private Path trusted;
  private SignedJars jars;
  private Path jar;

  @BeforeAll
  static void makeKeys() throws Exception {
    signers = new Signers(all);
    signers.key("ada");
    signers.key("stranger");
    Zip.extension(all.resolve("by-ada.jar"));
    signers.sign(all.resolve("by-ada.jar"), "ada");
  }

  @BeforeEach
  void trustAda() throws Exception {
    trusted = Files.createDirectories(home.resolve("conf/trusted"));
    trust("ada");
    jars = new SignedJars(trusted);
    jar = Files.copy(all.resolve("by-ada.jar"), home.resolve("a.jar"));
  }

  @Test
  void acceptsWhatATrustedKeySigned() throws Exception {
    assertThat(jars.check(jar)).startsWith("\"CN=ada\" (SHA256 ");
  }

  @Test
  void acceptsACertificateInDer() throws Exception {
    Path pem = trusted.resolve("ada.pem");
    try (InputStream in = Files.newInputStream(pem)) {
      Files.write(
          trusted.resolve("ada.CER"),
          CertificateFactory.getInstance("X.509").generateCertificate(in).getEncoded());
    }
    Files.delete(pem);
    assertThat(jars.check(jar)).contains("CN=ada");
  }

  @Test
  void acceptsEachAlgorithmThatKeytoolOffersForSigning() throws Exception {
    Map<String, String> algorithms = Map.of("RSA", "2048", "DSA", "2048", "EC", "384");
    for (Map.Entry<String, String> algorithm : algorithms.entrySet()) {
      String alias = "by-" + algorithm.getKey();
      signers.key(alias, "-keyalg", algorithm.getKey(), "-keysize", algorithm.getValue());
      trust(alias);
      Path signed = signers.sign(Zip.extension(home.resolve(alias + ".jar")), alias);
      assertThat(jars.check(signed)).contains("CN=" + alias);
    }
  }

  @Test
  void acceptsWhomATrustedAuthorityHasGivenACertificate() throws Exception {
    signers.key("authority", "-ext", "bc:c");
    signers.key("employee");
    signers.issue("authority", "employee", "-ext", "eku=codeSigning");
    signers.sign(Zip.extension(jar), "employee");
    refused("CN=employee", "whom no certificate in " + trusted + " trusts");

    trust("authority");
    assertThat(jars.check(jar)).contains("CN=employee");

    Files.delete(trusted.resolve("authority.pem"));
    refused("CN=employee");
    trust("employee");
    assertThat(jars.check(jar)).contains("CN=employee");
  }

  @Test
  void refusesACertificateThatIsForAnotherUse() throws Exception {
    signers.key("house", "-ext", "bc:c");
    signers.key("webserver");
    signers.issue("house", "webserver", "-ext", "eku=serverAuth");
    trust("house");
    signers.sign(Zip.extension(jar), "webserver");
    refused("CN=webserver", "not for signing code");
  }

  @Test
  void whoIsTrustedButNoAuthorityVouchesForNobody() throws Exception {
    signers.key("apprentice");
    signers.issue("ada", "apprentice");
    signers.sign(Zip.extension(jar), "apprentice");
    refused("CN=apprentice", "whom no certificate");
  }

  @Test
  void refusesAStrangerAndSaysWhoItIs() throws Exception {
    signers.sign(Zip.extension(jar), "stranger");
    String printed = signers.print(signers.certificate("stranger"));
    String fingerprint = printed.replaceAll("(?s).*SHA256: (\\S+).*", "$1");
    assertThat(fingerprint).hasSize(95);
    refused(
        "it is signed by \"CN=stranger\" (SHA256 " + fingerprint + ")", "compare the", "NAME.pem");
  }

  @Test
  void refusesAStrangerWithTheNameOfSomebodyTrusted() throws Exception {
    Signers impostors = new Signers(Files.createDirectories(home.resolve("impostor")));
    impostors.key("ada");
    impostors.sign(Zip.extension(jar), "ada");
    refused("\"CN=ada\"", "whom no certificate");
  }

  @Test
  void refusesWhatIsNotSigned() throws Exception {
    Zip.extension(jar);
    refused("it is not signed", "jarsigner");
  }

  @Test
  void refusesWhatIsNoJar() throws Exception {
    Files.writeString(jar, "no jar, but long enough to have an end record");
    refused("after its end");
    Files.writeString(jar, "short");
    refused("not a whole jar");
    Files.delete(jar);
    refused("not a whole jar");
  }

  @Test
  void refusesACutOffJarAtEveryLength() throws Exception {
    byte[] whole = Files.readAllBytes(jar);
    for (int length = 0; length < whole.length; length += 97) {
      Files.write(jar, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> jars.check(jar))
          .as("the first %d of %d bytes", length, whole.length)
          .isInstanceOf(UntrustedException.class);
    }
  }

  @Test
  void refusesAnyAlteredByteOfAClass() throws Exception {
    byte[] altered = Zip.read(jar).get("demo/Demo.class");
    altered[altered.length / 2] ^= 1;
    Zip.put(jar, "demo/Demo.class", altered);
    refused("it was altered after it was signed", "demo/Demo.class");
  }

  @Test
  void refusesContentInAnEntryThatWasSignedEmpty() throws Exception {
    Zip.put(jar, "demo/empty", Zip.text("no longer empty"));
    refused("it was altered after it was signed", "demo/empty");
  }

  @Test
  void refusesAnEntryThatWasAppended() throws Exception {
    Files.writeString(home.resolve("more.txt"), "appended");
    signers.append(jar, home, "more.txt");
    // The jar tool also writes the manifest anew, so that it may be that which is found.
    assertThatThrownBy(() -> jars.check(jar)).isInstanceOf(UntrustedException.class);

    for (String name : new String[] {"more.txt", "demo/More.class", "META-INF/services/more"}) {
      Files.copy(all.resolve("by-ada.jar"), jar, StandardCopyOption.REPLACE_EXISTING);
      Zip.put(jar, name, Zip.text("appended"));
      refused(name + " is not signed", "added after the signing");
    }
  }

  @Test
  void refusesAnEntryThatOnlyLooksLikePartOfASignature() throws Exception {
    for (String name :
        new String[] {
          "META-INF/SIG-MORE", "META-INF/more.rsa", "META-INF/sub/MORE.SF", "meta-inf/MANIFEST.MF"
        }) {
      Files.copy(all.resolve("by-ada.jar"), jar, StandardCopyOption.REPLACE_EXISTING);
      Zip.put(jar, name, Zip.text("appended"));
      refused("its entry \"" + name + "\" is neither signed nor part of a signature");
    }
    Files.copy(all.resolve("by-ada.jar"), jar, StandardCopyOption.REPLACE_EXISTING);
    Zip.put(jar, "META-INF/MORE.SF", Zip.text("appended"));
    refused("should have one META-INF/NAME.RSA");
  }

  @Test
  void refusesASignatureFileWhoseBlockJavaDoesNotAccept() throws Exception {
    Map<String, byte[]> entries = Zip.read(jar);
    byte[] block = entries.get("META-INF/ADA.EC").clone();
    block[block.length - 3] ^= 1;
    Zip.put(jar, "META-INF/ADA.EC", block);
    assertThatThrownBy(() -> jars.check(jar)).isInstanceOf(UntrustedException.class);

    entries.put("META-INF/MORE.SF", entries.get("META-INF/ADA.SF"));
    entries.put("META-INF/MORE.RSA", Arrays.copyOf(block, 200));
    Zip.write(jar, entries);
    refused("it has 2 signatures, of which Java accepts 1");
  }

  @Test
  void refusesWhenAnEntryWasRemoved() throws Exception {
    Zip.remove(jar, "OSGI-INF/demo.xml");
    refused("it was altered after it was signed", "OSGI-INF/demo.xml was removed");
  }

  @Test
  void refusesAnAlteredMainAttributeOfTheManifest() throws Exception {
    Zip.replace(jar, "META-INF/MANIFEST.MF", "as it was signed", "as it was not..");
    refused("it was altered after it was signed", "Manifest main attributes");
  }

  @Test
  void refusesAnAlteredSignatureFile() throws Exception {
    Zip.replace(jar, "META-INF/ADA.SF", "Created-By", "Altered-By");
    refused("it was altered after it was signed", "ADA");
  }

  @Test
  void refusesASignatureThatLeavesTheManifestOpen() throws Exception {
    signers.sign(Zip.extension(jar), "ada", "-sectionsonly");
    refused("META-INF/ADA.SF", "digest of the whole manifest", "-sectionsonly");
  }

  @Test
  void refusesASignatureThatSignsAnotherCopyOfTheSignatureFile() throws Exception {
    signers.sign(Zip.extension(jar), "ada", "-internalsf");
    refused("META-INF/ADA.EC", "-internalsf");
  }

  @Test
  void refusesBytesAfterTheEnd() throws Exception {
    Files.write(jar, Zip.text("appended"), StandardOpenOption.APPEND);
    refused("after its end");
  }

  @Test
  void refusesAComment() throws Exception {
    byte[] bytes = Arrays.copyOf(Files.readAllBytes(jar), (int) Files.size(jar) + 5);
    bytes[bytes.length - 5 - 2] = 5;
    Files.write(jar, bytes);
    refused("a comment after its end");
  }

  @Test
  void refusesBytesBeforeTheFirstEntry() throws Exception {
    Files.write(
        home.resolve("b.jar"), concatenated(Zip.text("#!/bin/sh\n"), Files.readAllBytes(jar)));
    assertThatThrownBy(() -> jars.check(home.resolve("b.jar")))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining("bytes were put before");

    Zip.insert(jar, 0, Zip.text("#!/bin/sh\n"));
    assertThat(Zip.read(jar)).as("still a jar to Java").containsKey("demo/Demo.class");
    refused("bytes between 0 and 10 that belong to no entry");
  }

  @Test
  void refusesBytesBetweenTheEntriesAndTheTable() throws Exception {
    Zip.insert(jar, Zip.table(jar), Zip.text("hidden bytes, more than a descriptor has"));
    assertThat(Zip.read(jar)).as("still a jar to Java").containsKey("demo/Demo.class");
    assertThatThrownBy(() -> jars.check(jar)).isInstanceOf(UntrustedException.class);
  }

  @Test
  void refusesAnEntryThatOnlyAStreamSees() throws Exception {
    Path other = Zip.write(home.resolve("o.jar"), Map.of("demo/More.class", Zip.text("hidden")));
    byte[] hidden = Arrays.copyOf(Files.readAllBytes(other), Zip.table(other));
    Zip.insert(jar, 0, hidden);
    assertThat(Zip.read(jar)).as("hidden from Java").doesNotContainKey("demo/More.class");
    refused("belong to no entry of its table of contents");
  }

  @Test
  void refusesAnEntryThatCallsItselfOtherThanTheTableDoes() throws Exception {
    byte[] bytes = Files.readAllBytes(jar);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("demo/Demo.class")] = 'x';
    Files.write(jar, bytes);
    refused("\"demo/Demo.class\" is not as its table of contents says");
  }

  @Test
  void refusesContentBeyondTheSizeThatTheTableSays() throws Exception {
    byte[] signed = Zip.read(jar).get("OSGI-INF/demo.xml");
    byte[] more = concatenated(signed, Zip.text("<component more='true'/>"));
    Zip.put(jar, "OSGI-INF/demo.xml", more);
    Zip.setSize(jar, "OSGI-INF/demo.xml", signed.length);
    assertThat(Zip.read(jar).get("OSGI-INF/demo.xml")).as("what runs").isEqualTo(more);
    refused("\"OSGI-INF/demo.xml\" is not as its table of contents says");
  }

  @Test
  void refusesBytesBehindTheContentOfAnEntry() throws Exception {
    byte[] bytes = Files.readAllBytes(jar);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // The first entry is the manifest, deflated; its descriptor says how long it is.
    int descriptor = text.indexOf("PK\u0007\b");
    int packed = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(descriptor + 8);
    Zip.insert(jar, descriptor, (byte) 0, (byte) 0, (byte) 0);
    Zip.setPacked(jar, "META-INF/MANIFEST.MF", packed + 3);
    assertThat(Zip.read(jar)).as("still a jar to Java").containsKey("demo/Demo.class");
    refused("that belong to no entry of its table of contents");
  }

  @Test
  void refusesTwoEntriesOfOneName() throws Exception {
    Zip.put(jar, "demo/Demo.clasz", Zip.text("another"));
    Zip.overwrite(jar, "demo/Demo.clasz", "demo/Demo.class");
    refused("two entries with the name \"demo/Demo.class\"");
  }

  @Test
  void refusesNamesThatReadersUnderstandDifferently() throws Exception {
    for (String name : new String[] {"/demo/A", "./demo/A", "demo//A", "a/../A", "demo\\A"}) {
      Files.copy(all.resolve("by-ada.jar"), jar, StandardCopyOption.REPLACE_EXISTING);
      Zip.put(jar, name, Zip.text("appended"));
      refused("the name of its entry \"" + name + "\"");
    }
  }

  @Test
  void refusesAFolderWithContent() throws Exception {
    Zip.put(jar, "demo/", Zip.text("content"));
    refused("demo/ has content");
  }

  @Test
  void acceptsTwoSignersOfWhomOneIsTrusted() throws Exception {
    signers.sign(jar, "stranger");
    assertThat(jars.check(jar)).contains("CN=ada").doesNotContain("stranger");

    Files.delete(trusted.resolve("ada.pem"));
    trust("stranger");
    assertThat(jars.check(jar)).contains("CN=stranger").doesNotContain("ada");
  }

  @Test
  void refusesWhatASecondSignerAddedToATrustedJar() throws Exception {
    Zip.put(jar, "demo/More.class", Zip.text("added by the second"));
    signers.sign(jar, "stranger");
    assertThatThrownBy(() -> jars.check(jar)).isInstanceOf(UntrustedException.class);
  }

  @Test
  void refusesAnExpiredCertificateAlsoOfSomebodyTrusted() throws Exception {
    signers.key("retired", "-startdate", "-3y", "-validity", "365");
    trust("retired");
    signers.sign(Zip.extension(jar), "retired");
    refused("CN=retired", "whose certificate is valid from", "jarsigner -tsa");
  }

  @Test
  void refusesWhatAnExpiredAuthorityVouchesFor() throws Exception {
    signers.key("oldhouse", "-ext", "bc:c", "-startdate", "-3y", "-validity", "365");
    signers.key("heir");
    signers.issue("oldhouse", "heir");
    trust("oldhouse");
    signers.sign(Zip.extension(jar), "heir");
    refused("CN=heir", "NotAfter");
  }

  @Test
  void aWeakAlgorithmCountsAsNotSigned() throws Exception {
    signers.sign(Zip.extension(jar), "ada", "-digestalg", "MD5");
    refused("of which Java accepts 0", "jdk.jar.disabledAlgorithms");
  }

  @Test
  void trustsNobodyWithAnEmptyOrMissingFolder() throws Exception {
    Files.delete(trusted.resolve("ada.pem"));
    refused("CN=ada", "nobody is trusted", "holds no certificate");
    Files.delete(trusted);
    refused("CN=ada", "nobody is trusted");
  }

  @Test
  void whatIsTakenOutCountsAtOnce() throws Exception {
    jars.check(jar);
    Files.delete(trusted.resolve("ada.pem"));
    refused("nobody is trusted");
    trust("ada");
    jars.check(jar);
  }

  @Test
  void anUnreadableFileTrustsNobodyAndHindersNobody() throws Exception {
    Files.writeString(trusted.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nno\n");
    Files.writeString(trusted.resolve("empty.crt"), "");
    Files.writeString(trusted.resolve("README.txt"), "no certificate, and not read");
    jars.check(jar);
    Files.delete(trusted.resolve("ada.pem"));
    refused("nobody is trusted");
  }

  private void trust(String alias) throws Exception {
    Files.copy(signers.certificate(alias), trusted.resolve(alias + ".pem"));
  }

  private void refused(String... reasons) {
    assertThatThrownBy(() -> jars.check(jar))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContainingAll(reasons);
  }

  private static byte[] concatenated(byte[] first, byte[] second) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    out.write(second);
    return out.toByteArray();
  }
}
