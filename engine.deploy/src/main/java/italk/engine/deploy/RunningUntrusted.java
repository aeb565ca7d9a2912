package italk.engine.deploy;

import italk.engine.deploy.folder.Installations;
import italk.engine.deploy.jar.ExtensionJar;
import italk.engine.deploy.jar.KeptVersions;
import italk.engine.deploy.jar.KeptVersions.Kept;
import italk.engine.deploy.trust.SignedJars;
import italk.engine.deploy.trust.UntrustedException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log what runs and would not be let in any more, once only signed jars are. Belongs to
 * the thread of operations.
 */
final class RunningUntrusted {

  private static final Logger LOG = LoggerFactory.getLogger(RunningUntrusted.class);

  private final Installations installations;
  private final KeptVersions kept;
  private final SignedJars signedJars;

  RunningUntrusted(Installations installations, KeptVersions kept, SignedJars signedJars) {
    this.installations = installations;
    this.kept = kept;
    this.signedJars = signedJars;
  }

  void name() {
    for (ExtensionJar jar : installations.running().toList()) {
      Optional<String> why =
          kept.current(jar.symbolicName())
              .map(this::whyNot)
              .orElse(Optional.of("there is no copy of it to look for a signature in"));
      why.ifPresent(
          reason ->
              LOG.error(
                  "{} runs, and {}. Only signed jars are let in since now; it stays until the engine"
                      + " is restarted, or another version takes its place.",
                  jar.inWords(),
                  reason));
    }
  }

  private Optional<String> whyNot(Kept copy) {
    try {
      signedJars.check(copy.bytes());
      return Optional.empty();
    } catch (UntrustedException untrusted) {
      return Optional.of(untrusted.getMessage());
    }
  }
}
