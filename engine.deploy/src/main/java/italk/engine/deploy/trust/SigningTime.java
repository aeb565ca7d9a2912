package italk.engine.deploy.trust;

import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Timestamp;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * When something was signed: what a timestamp says that is itself trusted, else now.
 *
 * <p>Timestamping authorities are those that Java trusts (its {@code cacerts}), as for {@code
 * jarsigner -verify}; not those of the trust folder, where an authority would vouch for everybody's
 * code as well. JarFile has verified that a timestamp belongs to the signature, not who made it.
 */
final class SigningTime {

  private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

  private final Clock clock;
  private final Supplier<Set<TrustAnchor>> authorities;

  SigningTime(Clock clock, Supplier<Set<TrustAnchor>> authorities) {
    this.clock = clock;
    this.authorities = authorities;
  }

  Instant of(CodeSigner signer) {
    Timestamp timestamp = signer.getTimestamp();
    if (timestamp == null) {
      return clock.instant();
    }
    Instant date = timestamp.getTimestamp().toInstant();
    try {
      CertificatePaths.anchor(timestamp.getSignerCertPath(), authorities.get(), date);
      List<String> usage =
          CertificatePaths.certificates(timestamp.getSignerCertPath()).get(0).getExtendedKeyUsage();
      return usage != null && usage.contains(TIME_STAMPING) ? date : clock.instant();
    } catch (GeneralSecurityException untrusted) {
      // A timestamp that nobody vouches for proves nothing: the signature counts without it.
      return clock.instant();
    }
  }

  /** The authorities that Java trusts. */
  static Set<TrustAnchor> ofJava() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
          .map((X509Certificate certificate) -> new TrustAnchor(certificate, null))
          .collect(Collectors.toSet());
    } catch (GeneralSecurityException noStore) {
      return Set.of();
    }
  }
}
