package italk.engine.deploy.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Says whether all of a jar is signed by somebody whom the operator trusts.
 *
 * <p>Trusted is whose certificate lies in a folder, and whom such a certificate's owner has given
 * one. The folder is read at each check, so what is taken out counts at once. Safe for any thread.
 */
public final class SignedJars {

  private final Path folder;
  private final SigningTime time;

  /**
   * With a folder of trusted certificates: {@code *.pem}, {@code *.crt}, {@code *.cer}.
   *
   * @param folder may be missing; nobody is trusted then
   */
  public SignedJars(Path folder) {
    this(folder, Clock.systemUTC(), SigningTime::ofJava);
  }

  /** With a clock and the timestamping authorities that are believed. */
  SignedJars(Path folder, Clock clock, Supplier<Set<TrustAnchor>> timestampingAuthorities) {
    this.folder = folder;
    this.time = new SigningTime(clock, timestampingAuthorities);
  }

  /**
   * Passes where every byte of the jar that could run or be read is signed by somebody trusted.
   *
   * @param jar a copy that nobody else writes to, and the one that is installed afterwards
   * @return who signed it, for the log
   * @throws UntrustedException with the reason in words, also where the file can't be read
   */
  public String check(Path jar) throws UntrustedException {
    try {
      ZipLayout.check(jar);
      try (JarFile file = new JarFile(jar.toFile(), true)) {
        return check(file);
      }
    } catch (SecurityException altered) {
      throw new UntrustedException(
          "it was altered after it was signed ("
              + altered.getMessage()
              + "). Get the original, or build and sign it anew");
    } catch (IOException | IllegalArgumentException | ArithmeticException notWhole) {
      throw new UntrustedException(
          "it is not a whole jar ("
              + notWhole.getMessage()
              + "): copy it again, best under another name and rename it then");
    }
  }

  private String check(JarFile jar) throws IOException, UntrustedException {
    SignatureFiles signatures = new SignatureFiles(jar);
    signatures.check();
    readEverything(jar);
    CodeSigner[] accepted = jar.getJarEntry(JarFile.MANIFEST_NAME).getCodeSigners();
    int count = accepted == null ? 0 : accepted.length;
    if (count < signatures.count()) {
      throw new UntrustedException(
          "it has "
              + signatures.count()
              + " signatures, of which Java accepts "
              + count
              + ": the others were altered, are doubled, or are of a weak kind"
              + " (jdk.jar.disabledAlgorithms in Java's conf/security/java.security), which counts"
              + " as not signed. jarsigner -verify -verbose says more; sign it anew");
    }
    return signersOf(jar, signatures);
  }

  // Java verifies an entry when its last byte is read.
  private static void readEverything(JarFile jar) throws IOException, UntrustedException {
    for (JarEntry entry : jar.stream().toList()) {
      try (InputStream in = jar.getInputStream(entry)) {
        long size = in.transferTo(OutputStream.nullOutputStream());
        if (entry.isDirectory() && size > 0) {
          throw new UntrustedException(
              "its folder " + entry.getName() + " has content, which nothing signs: take it out");
        }
      }
    }
  }

  private String signersOf(JarFile jar, SignatureFiles signatures) throws UntrustedException {
    Trust trust = new Trust(TrustedCertificates.read(folder));
    Collection<String> names = new TreeSet<>();
    for (JarEntry entry : jar.stream().toList()) {
      if (!entry.isDirectory() && !signatures.contains(entry.getName())) {
        CodeSigner[] signers = entry.getCodeSigners();
        if (signers == null) {
          throw new UntrustedException(
              entry.getName()
                  + " is not signed, though other entries are: it was added after the signing."
                  + " Get the original, or build and sign it anew");
        }
        names.add(trust.oneOf(signers));
      }
    }
    return String.join(" and ", names);
  }

  /** What one reading of the folder says about signers, each asked once. For one thread. */
  private final class Trust {

    private final TrustedCertificates certificates;
    private final Map<CodeSigner, Optional<UntrustedException>> verdicts = new HashMap<>();

    Trust(TrustedCertificates certificates) {
      this.certificates = certificates;
    }

    String oneOf(CodeSigner... signers) throws UntrustedException {
      UntrustedException first = null;
      for (CodeSigner signer : signers) {
        Optional<UntrustedException> verdict = verdicts.computeIfAbsent(signer, this::verdict);
        if (verdict.isEmpty()) {
          return inWords(signer);
        }
        first = first == null ? verdict.get() : first;
      }
      throw first;
    }

    private Optional<UntrustedException> verdict(CodeSigner signer) {
      try {
        certificates.require(signer, time.of(signer));
        return Optional.empty();
      } catch (UntrustedException untrusted) {
        return Optional.of(untrusted);
      }
    }

    private static String inWords(CodeSigner signer) {
      X509Certificate own = CertificatePaths.certificates(signer.getSignerCertPath()).get(0);
      try {
        return CertificatePaths.inWords(own);
      } catch (GeneralSecurityException unreadable) {
        return own.getSubjectX500Principal().getName();
      }
    }
  }
}
