package italk.ext.advancedlogging;

import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Our keys in Pax Logging's configuration, which belongs to somebody else: all other keys stay as
 * they are.
 *
 * <p>Safe for any thread, without a lock, so that none is held while Config Admin is called: a
 * thread first publishes what is wanted, and every thread that has written looks again whether that
 * is still wanted. So whoever writes last writes the latest.
 */
final class PaxLoggingKeys {

  /** Whose configuration it is. */
  static final String PID = "org.ops4j.pax.logging";

  /** Any bundle may receive it, as we are not the one that uses it. */
  private static final String ANY_LOCATION = "?";

  /** How often a change by others in between is followed before it is left to the next event. */
  private static final int ATTEMPTS = 10;

  private final ConfigurationAdmin configurations;

  private volatile Map<String, String> wanted = Map.of();

  PaxLoggingKeys(ConfigurationAdmin configurations) {
    this.configurations = configurations;
  }

  /** From now on these are our keys there; an empty map takes ours away. */
  void set(Map<String, String> keys) throws IOException {
    wanted = Map.copyOf(keys);
    restore();
  }

  /**
   * Makes our keys what they should be, where they aren't.
   *
   * @return true where something had to be written
   */
  boolean restore() throws IOException {
    boolean written = false;
    Map<String, String> target;
    do {
      target = wanted;
      written |= write(target);
    } while (target != wanted);
    return written;
  }

  private boolean write(Map<String, String> target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Configuration configuration = configurations.getConfiguration(PID, ANY_LOCATION);
        long seen = configuration.getChangeCount();
        Map<String, Object> current = copy(configuration.getProperties());
        if (ours(current).equals(target)) {
          return false;
        }
        Map<String, Object> merged = new HashMap<>(current);
        merged.keySet().removeIf(PaxLoggingKeys::isOurs);
        merged.putAll(target);
        // Where somebody else wrote since we read, merging into the old keys would undo that.
        if (configuration.getChangeCount() == seen || attempt == ATTEMPTS) {
          update(configuration, merged);
          return true;
        }
      } catch (IllegalStateException deleted) {
        // By somebody else, since we got it: there may be a new one.
        if (attempt == ATTEMPTS) {
          throw new IOException("The configuration " + PID + " is being deleted.", deleted);
        }
      }
    }
  }

  private static void update(Configuration configuration, Map<String, Object> merged)
      throws IOException {
    if (merged.keySet().stream().allMatch("service.pid"::equals)) {
      configuration.delete();
    } else {
      configuration.update(new Hashtable<>(merged));
    }
  }

  private static Map<String, Object> ours(Map<String, Object> keys) {
    Map<String, Object> ours = new TreeMap<>(keys);
    ours.keySet().removeIf(key -> !isOurs(key));
    return ours;
  }

  private static boolean isOurs(String key) {
    return key.contains(AppenderKeys.OWN);
  }

  private static Map<String, Object> copy(Dictionary<String, Object> properties) {
    Map<String, Object> copy = new HashMap<>();
    if (properties != null) {
      for (String key : Collections.list(properties.keys())) {
        copy.put(key, Objects.requireNonNull(properties.get(key)));
      }
    }
    return copy;
  }
}
