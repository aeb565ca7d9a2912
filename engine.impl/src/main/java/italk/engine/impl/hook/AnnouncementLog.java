package italk.engine.impl.hook;

import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.Extensions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator reads in the log about extensions, once it has settled. Never under the
 * registry's lock: why somebody waits is asked of Declarative Services.
 */
final class AnnouncementLog {

  private static final Logger LOG = LoggerFactory.getLogger(ExtensionRegistry.class);

  private final Extensions extensions;

  AnnouncementLog(Extensions extensions) {
    this.extensions = extensions;
  }

  /**
   * Writes what there is to write.
   *
   * @param active the names of the active extensions
   * @param patienceMillis how long the gate keeps anyone waiting
   */
  void write(Announcements.News news, List<String> active, long patienceMillis) {
    news.missing()
        .forEach(
            name ->
                LOG.warn(
                    "The extension {} is enabled but not installed: the engine goes on without it. Drop its jar into the"
                        + " folder of extensions, or take its name out of \"extensions\".",
                    name));
    news.changed().stream()
        .map(extensions::find)
        .flatMap(Optional::stream)
        .forEach(extension -> write(extension, patienceMillis));
    if (news.ready()) {
      LOG.info("Italk-Engine is ready: messages pass. Active extensions: {}", active);
    }
  }

  private static void write(ExtensionStatus extension, long patienceMillis) {
    String version = extension.version().orElse("");
    switch (extension.state()) {
      case ACTIVE -> LOG.info("The extension {} {} is active", extension.name(), version);
      case INSTALLED ->
          LOG.info(
              "The extension {} {} is installed and not enabled: nothing of it is called",
              extension.name(),
              version);
      case WAITING ->
          LOG.warn(
              "The extension {} {} is enabled and not active ({}). What it would intercept waits for it for at most {} ms,"
                  + " then its failure policy decides: {}",
              extension.name(),
              version,
              extension.detail(),
              patienceMillis,
              extension.failurePolicy().name().toLowerCase(Locale.ROOT));
      case QUARANTINED ->
          LOG.warn(
              "The extension {} {} is in quarantine: {}. Until then it is not asked and its failure policy decides ({}); events for its listeners wait",
              extension.name(),
              version,
              extension.detail(),
              extension.failurePolicy().name().toLowerCase(Locale.ROOT));
      default -> LOG.debug("The extension {} is not installed", extension.name());
    }
  }

  /** Says that those who fail open are waited for no longer. */
  void writeBypass(List<Absence> bypassed, long patienceMillis) {
    bypassed.stream()
        .map(Absence::name)
        .distinct()
        .forEach(
            name ->
                LOG.warn(
                    "The extension {} is enabled and was not active for {} ms: messages go on without it, as its failure"
                        + " policy says, until it is active",
                    name,
                    patienceMillis));
  }
}
