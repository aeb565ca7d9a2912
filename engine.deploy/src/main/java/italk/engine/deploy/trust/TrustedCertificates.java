package italk.engine.deploy.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificates of the trust folder, as they were at one reading. Immutable. */
final class TrustedCertificates {

  private static final Logger LOG = LoggerFactory.getLogger(TrustedCertificates.class);
  private static final Set<String> ENDINGS = Set.of("pem", "crt", "cer");
  private static final long MAX_FILE_SIZE = 1_000_000;
  private static final Set<String> SIGNS_CODE =
      Set.of("1.3.6.1.5.5.7.3.3" /* codeSigning */, "2.5.29.37.0" /* any */);

  // Positions in X509Certificate.getKeyUsage().
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int KEY_CERT_SIGN = 5;

  private final Path folder;
  private final Set<X509Certificate> certificates;

  private TrustedCertificates(Path folder, Set<X509Certificate> certificates) {
    this.folder = folder;
    this.certificates = Set.copyOf(certificates);
  }

  /** Reads the folder. What can't be read is named in the log, and trusts nobody. */
  static TrustedCertificates read(Path folder) {
    Set<X509Certificate> certificates = new LinkedHashSet<>();
    for (Path file : files(folder)) {
      try {
        certificates.addAll(certificates(file));
      } catch (IOException | CertificateException unreadable) {
        LOG.warn(
            "{} trusts nobody: an X.509 certificate in PEM or DER is expected, found: {}. Export it"
                + " anew (keytool -exportcert -rfc), or take the file out.",
            file,
            unreadable.toString());
      }
    }
    return new TrustedCertificates(folder, certificates);
  }

  /**
   * Passes where a signer is trusted.
   *
   * @param date when it signed
   * @throws UntrustedException with the reason, for an operator
   */
  void require(CodeSigner signer, Instant date) throws UntrustedException {
    X509Certificate own = CertificatePaths.certificates(signer.getSignerCertPath()).get(0);
    try {
      String who = "it is signed by " + CertificatePaths.inWords(own);
      if (certificates.isEmpty()) {
        throw new UntrustedException(
            who
                + ", and nobody is trusted: "
                + folder
                + " holds no certificate. Put that of whom you trust there, as a file NAME.pem");
      }
      if (!maySignCode(own)) {
        throw new UntrustedException(
            who
                + ", whose certificate is not for signing code (its key usage should allow"
                + " digitalSignature and codeSigning): sign it with another key");
      }
      requireDate(own, date, who);
      if (!certificates.contains(own)) {
        requireIssuer(signer, date, who);
      }
    } catch (GeneralSecurityException unreadable) {
      throw new UntrustedException("its signer's certificate can't be read: " + unreadable);
    }
  }

  private void requireIssuer(CodeSigner signer, Instant date, String who)
      throws UntrustedException {
    // Only an authority vouches for others: who trusts one signer does not trust whom that signer
    // gives a certificate to.
    Set<TrustAnchor> authorities =
        certificates.stream()
            .filter(TrustedCertificates::mayIssue)
            .map(certificate -> new TrustAnchor(certificate, null))
            .collect(Collectors.toSet());
    try {
      CertificatePaths.anchor(signer.getSignerCertPath(), authorities, date);
    } catch (GeneralSecurityException stranger) {
      throw new UntrustedException(
          who
              + ", whom no certificate in "
              + folder
              + " trusts"
              + (authorities.isEmpty() ? "" : " (" + stranger.getMessage() + ")")
              + ". If you trust this signer, compare the fingerprint with the one you were told,"
              + " and put the signer's certificate, or its issuer's, there as a file NAME.pem");
    }
  }

  private static void requireDate(X509Certificate own, Instant date, String who)
      throws UntrustedException {
    try {
      own.checkValidity(Date.from(date));
    } catch (CertificateException outOfDate) {
      throw new UntrustedException(
          who
              + ", whose certificate is valid from "
              + own.getNotBefore().toInstant()
              + " to "
              + own.getNotAfter().toInstant()
              + ", which should include "
              + date
              + ": sign it with a certificate that is valid (and with jarsigner -tsa, so that the"
              + " signature outlives it)");
    }
  }

  private static boolean mayIssue(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
  }

  private static boolean maySignCode(X509Certificate certificate) throws CertificateException {
    boolean[] usage = certificate.getKeyUsage();
    List<String> extended = certificate.getExtendedKeyUsage();
    return (usage == null || usage[DIGITAL_SIGNATURE])
        && (extended == null || extended.stream().anyMatch(SIGNS_CODE::contains));
  }

  private static Collection<Path> files(Path folder) {
    Set<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(
          file -> {
            if (isCertificateFile(file.getFileName().toString())) {
              files.add(file);
            }
          });
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException unreadable) {
      LOG.warn(
          "{} trusts nobody: it should be a folder that can be read: {}",
          folder,
          unreadable.toString());
      return List.of();
    }
    return files;
  }

  private static boolean isCertificateFile(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDINGS.contains(ending);
  }

  private static Set<X509Certificate> certificates(Path file)
      throws IOException, CertificateException {
    if (Files.size(file) > MAX_FILE_SIZE) {
      throw new CertificateException("more than " + MAX_FILE_SIZE + " bytes");
    }
    try (InputStream in = Files.newInputStream(file)) {
      Set<X509Certificate> read =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .collect(Collectors.toSet());
      if (read.isEmpty()) {
        throw new CertificateException("no certificate");
      }
      return read;
    }
  }
}
