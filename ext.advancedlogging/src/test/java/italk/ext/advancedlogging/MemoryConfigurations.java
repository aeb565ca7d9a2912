package italk.ext.advancedlogging;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The one configuration that matters here, as Config Admin keeps it: null until it is first
 * updated, always with its PID, never handed out without being copied. Safe for any thread.
 */
final class MemoryConfigurations {

  private Dictionary<String, Object> properties;
  private long changes;
  private final AtomicInteger writes = new AtomicInteger();
  private volatile Runnable afterNextRead = () -> {};
  private boolean failing;

  /** What Config Admin looks like to a bundle. */
  ConfigurationAdmin service() {
    return proxy(
        ConfigurationAdmin.class,
        (method, arguments) -> {
          if (method.equals("getConfiguration")
              && arguments[0].equals(PaxLoggingKeys.PID)
              && "?".equals(arguments[1])) {
            return configuration();
          }
          throw new UnsupportedOperationException(method);
        });
  }

  private Configuration configuration() {
    return proxy(
        Configuration.class,
        (method, arguments) -> {
          switch (method) {
            case "getProperties":
              return read();
            case "getChangeCount":
              return changes();
            case "update":
              writes.incrementAndGet();
              return write(arguments[0]);
            case "delete":
              writes.incrementAndGet();
              return write(null);
            default:
              throw new UnsupportedOperationException(method);
          }
        });
  }

  private Dictionary<String, Object> read() {
    Dictionary<String, Object> read = copy();
    Runnable now = afterNextRead;
    afterNextRead = () -> {};
    now.run();
    return read;
  }

  private synchronized Dictionary<String, Object> copy() {
    return properties == null ? null : copy(properties);
  }

  private static Dictionary<String, Object> copy(Dictionary<?, ?> source) {
    Dictionary<String, Object> copy = new Hashtable<>();
    Collections.list(source.keys()).forEach(key -> copy.put((String) key, source.get(key)));
    return copy;
  }

  private synchronized long changes() {
    return changes;
  }

  private synchronized Object write(Object newProperties) throws IOException {
    if (failing) {
      throw new IOException("The disk is full.");
    }
    changes++;
    properties = newProperties == null ? null : copy((Dictionary<?, ?>) newProperties);
    if (properties != null) {
      properties.put("service.pid", PaxLoggingKeys.PID);
    }
    return null;
  }

  /** Somebody else writes: just these keys. */
  void overwrite(Map<String, String> keys) {
    try {
      write(new Hashtable<String, Object>(keys));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Does something once, between somebody's reading and writing. */
  void afterNextRead(Runnable action) {
    afterNextRead = action;
  }

  synchronized void fail(boolean newFailing) {
    failing = newFailing;
  }

  /** How often anything was written through the service. */
  int writes() {
    return writes.get();
  }

  /** All keys but the PID; empty also where there is no configuration. */
  synchronized Map<String, Object> keys() {
    Map<String, Object> keys = new TreeMap<>();
    if (properties != null) {
      Collections.list(properties.keys()).forEach(key -> keys.put(key, properties.get(key)));
    }
    keys.remove("service.pid");
    return keys;
  }

  synchronized boolean exists() {
    return properties != null;
  }

  private interface Answer {
    Object to(String method, Object... arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method.getName(), arguments)));
  }
}
