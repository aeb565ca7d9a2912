package italk.engine.deploy.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A jar that was signed on 2026-11-22 by a key whose certificate was valid for two days, with a
 * timestamp of an authority made for it ({@code openssl ts}).
 */
class TimestampTest {

  private static final Instant VALID = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant EXPIRED = Instant.parse("2030-01-01T12:00:00Z");

  @TempDir Path trusted;

  private Path jar;
  private Path authority;

  @BeforeEach
  void trustTheSigner() throws Exception {
    Files.copy(resource("shortlived.pem"), trusted.resolve("shortlived.pem"));
    jar = resource("timestamped.jar");
    authority = resource("timestamping-root.pem");
  }

  @Test
  void aTrustedTimestampOutlivesTheCertificate() throws Exception {
    assertThat(jars(EXPIRED, Set.of(anchor(authority))).check(jar)).contains("CN=shortlived");
  }

  @Test
  void aTimestampThatNobodyVouchesForDoesNotCount() throws Exception {
    assertExpired(jars(EXPIRED, Set.of()));
    assertExpired(jars(EXPIRED, Set.of(anchor(trusted.resolve("shortlived.pem")))));
    assertThat(jars(VALID, Set.of()).check(jar)).contains("CN=shortlived");
  }

  @Test
  void theTrustFolderVouchesForCodeAndNotForTimestamps() throws Exception {
    Files.copy(authority, trusted.resolve("timestamping-root.pem"));
    assertExpired(jars(EXPIRED, Set.of()));
  }

  @Test
  void whoMayTimestampMayNotSignCode() throws Exception {
    Files.delete(trusted.resolve("shortlived.pem"));
    assertThatThrownBy(() -> jars(VALID, Set.of(anchor(authority))).check(jar))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining("nobody is trusted");
  }

  @Test
  void theAuthoritiesOfJavaAreKnown() {
    assertThat(SigningTime.ofJava()).as("Java's cacerts").isNotEmpty();
  }

  private void assertExpired(SignedJars jars) {
    assertThatThrownBy(() -> jars.check(jar))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining("whose certificate is valid from");
  }

  private SignedJars jars(Instant now, Set<TrustAnchor> authorities) {
    return new SignedJars(trusted, Clock.fixed(now, ZoneOffset.UTC), () -> authorities);
  }

  private static TrustAnchor anchor(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return new TrustAnchor(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in), null);
    }
  }

  private static Path resource(String name) throws Exception {
    return Path.of(TimestampTest.class.getResource(name).toURI());
  }
}
