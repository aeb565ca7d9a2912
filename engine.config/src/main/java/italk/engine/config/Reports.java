package italk.engine.config;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Says each thing once, however often it is found again: the file is looked at four times a second.
 * For the thread "italk-config" only.
 */
final class Reports {

  /** What a report is about; each has at most one standing text. */
  enum Topic {
    SECTIONS,
    WRITING,
    LOG,
    LAST_GOOD,
    SCHEMA,
    SECRETS,
    HISTORY,
    OWN
  }

  private static final Duration LASTING = Duration.ofSeconds(10);

  private final Logger logger;
  private final Lasting lasting;

  private final Map<Topic, String> standing = new HashMap<>();
  private Set<String> warned = Set.of();

  Reports(Logger logger, LongSupplier nanoTime) {
    this.logger = logger;
    this.lasting = new Lasting(LASTING, nanoTime);
  }

  /** Logs an error; that it is news is the caller's to know. */
  void error(String text) {
    logger.error(text);
  }

  /** Logs a warning; that it is news is the caller's to know. */
  void warning(String text) {
    logger.warn(text);
  }

  /** Logs an error, unless it is what was said last about the topic. */
  void error(Topic topic, String text) {
    if (!text.equals(standing.put(topic, text))) {
      logger.error(text);
    }
  }

  /** Logs a warning, unless it is what was said last about the topic. */
  void warning(Topic topic, String text) {
    if (!text.equals(standing.put(topic, text))) {
      logger.warn(text);
    }
  }

  /** The topic is in order: the next report is news. */
  void clear(Topic topic) {
    standing.remove(topic);
  }

  /**
   * Logs those warnings that were not among the ones of the last call.
   *
   * @param texts what is so
   * @param passing what may be so for a moment only, and is said where it lasts
   */
  void warnings(Collection<String> texts, Collection<String> passing) {
    Set<String> found = new LinkedHashSet<>(texts);
    found.addAll(lasting.of(passing));
    found.stream().filter(text -> !warned.contains(text)).forEach(logger::warn);
    warned = found;
  }

  /** Logs a fault of our own, once as long as it stays the same. */
  void failure(RuntimeException fault) {
    if (!fault.toString().equals(standing.put(Topic.OWN, fault.toString()))) {
      logger.error("The configuration can't be looked after, it is tried again.", fault);
    }
  }

  void information(String text) {
    logger.info(text);
  }
}
