package italk.engine.deploy.trust;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.MessageDigest;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Walks from a certificate to one that is trusted, as PKIX (RFC 5280) says; no revocation. */
final class CertificatePaths {

  private CertificatePaths() {}

  /**
   * The trusted certificate to which {@code path} leads.
   *
   * @param path as it came with a signature: the signer first; it may end before the trusted
   *     certificate, with it, or beyond it
   * @throws GeneralSecurityException with what stands against the last way that was tried
   */
  static X509Certificate anchor(CertPath path, Set<TrustAnchor> anchors, Instant date)
      throws GeneralSecurityException {
    List<X509Certificate> certificates = certificates(path);
    if (anchors.isEmpty() || certificates.isEmpty()) {
      throw new InvalidAlgorithmParameterException("there is nothing to start or to end with");
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    GeneralSecurityException last = null;
    // PKIX wants the issuer of the last certificate to be an anchor, and signers send what they
    // have: also a root that nobody here knows.
    for (int length = certificates.size(); length > 0; length--) {
      try {
        return anchor(
            factory.generateCertPath(certificates.subList(0, length)), anchors, Date.from(date));
      } catch (GeneralSecurityException noWay) {
        last = noWay;
      }
    }
    throw last;
  }

  private static X509Certificate anchor(CertPath path, Set<TrustAnchor> anchors, Date date)
      throws GeneralSecurityException {
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    parameters.setDate(date);
    PKIXCertPathValidatorResult result =
        (PKIXCertPathValidatorResult)
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
    X509Certificate anchor = result.getTrustAnchor().getTrustedCert();
    // PKIX does not look at the dates of an anchor.
    anchor.checkValidity(date);
    return anchor;
  }

  /** The certificates of a path, that of the signer first. */
  static List<X509Certificate> certificates(CertPath path) {
    return path.getCertificates().stream().map(X509Certificate.class::cast).toList();
  }

  /** A certificate for an operator to recognise: its subject, and its fingerprint as keytool's. */
  static String inWords(X509Certificate certificate) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    return "\""
        + certificate.getSubjectX500Principal().getName()
        + "\" (SHA256 "
        + HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest)
        + ")";
  }
}
