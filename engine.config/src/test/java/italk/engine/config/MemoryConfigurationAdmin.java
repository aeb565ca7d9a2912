package italk.engine.config;

import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** As much of Config Admin as is used here, in memory, with a journal of what really changed. */
final class MemoryConfigurationAdmin implements ConfigurationAdmin {

  final Map<String, Entry> entries = new ConcurrentSkipListMap<>();
  final List<String> journal = new CopyOnWriteArrayList<>();
  volatile boolean broken;

  Map<String, Object> properties(String pid) {
    Entry entry = entries.get(pid);
    return entry == null || entry.properties == null ? null : new TreeMap<>(entry.properties);
  }

  /** What changed since the last call. */
  List<String> takeJournal() {
    List<String> taken = List.copyOf(journal);
    journal.clear();
    return taken;
  }

  @Override
  public Configuration getConfiguration(String pid, String location) {
    return entries.computeIfAbsent(pid, it -> new Entry(it, location));
  }

  @Override
  public Configuration[] listConfigurations(String filter) throws InvalidSyntaxException {
    var matcher = FrameworkUtil.createFilter(filter);
    Configuration[] found =
        entries.values().stream()
            .filter(it -> it.properties != null && matcher.match(it.getProperties()))
            .toArray(Configuration[]::new);
    return found.length == 0 ? null : found;
  }

  @Override
  public Configuration createFactoryConfiguration(String factoryPid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Configuration createFactoryConfiguration(String factoryPid, String location) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Configuration getConfiguration(String pid) {
    throw new UnsupportedOperationException("would bind the configuration to our bundle");
  }

  @Override
  public Configuration getFactoryConfiguration(String factoryPid, String name, String location) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Configuration getFactoryConfiguration(String factoryPid, String name) {
    throw new UnsupportedOperationException();
  }

  final class Entry implements Configuration {
    final String pid;
    final String location;
    volatile Hashtable<String, Object> properties;

    Entry(String pid, String location) {
      this.pid = pid;
      this.location = location;
    }

    @Override
    public String getPid() {
      return pid;
    }

    @Override
    public Dictionary<String, Object> getProperties() {
      if (properties == null) {
        return null;
      }
      Hashtable<String, Object> copy = new Hashtable<>(properties);
      copy.put("service.pid", pid);
      return copy;
    }

    @Override
    public boolean updateIfDifferent(Dictionary<String, ?> update) throws IOException {
      if (broken) {
        throw new IOException("No space left on device");
      }
      Hashtable<String, Object> next = new Hashtable<>();
      Collections.list(update.keys()).forEach(key -> next.put(key, update.get(key)));
      next.remove("service.pid");
      boolean same =
          properties != null
              && properties.keySet().equals(next.keySet())
              && next.entrySet().stream()
                  .allMatch(it -> Objects.deepEquals(it.getValue(), properties.get(it.getKey())));
      if (!same) {
        journal.add("write " + pid);
        properties = next;
      }
      return !same;
    }

    @Override
    public void delete() {
      journal.add("delete " + pid);
      entries.remove(pid);
    }

    @Override
    public void update(Dictionary<String, ?> update) {
      throw new UnsupportedOperationException("touches what did not change");
    }

    @Override
    public void update() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getFactoryPid() {
      return null;
    }

    @Override
    public void setBundleLocation(String newLocation) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getBundleLocation() {
      return location;
    }

    @Override
    public long getChangeCount() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Dictionary<String, Object> getProcessedProperties(
        org.osgi.framework.ServiceReference<?> reference) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void addAttributes(ConfigurationAttribute... attributes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<ConfigurationAttribute> getAttributes() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void removeAttributes(ConfigurationAttribute... attributes) {
      throw new UnsupportedOperationException();
    }
  }
}
