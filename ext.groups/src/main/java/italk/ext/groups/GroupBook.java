package italk.ext.groups;

import italk.engine.api.Group;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.GroupRules;
import italk.ext.groups.rule.EntryText;
import italk.ext.groups.rule.GroupEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept about each group, and the rules that follow from it and from the options.
 *
 * <p>Reading is for any thread and never asks the store. Writing is for the thread of {@link
 * SerialWork} alone: first the store, then the copy in memory, so that no rule holds that a restart
 * would forget.
 */
@Component(
    service = GroupBook.class,
    configurationPid = GroupGuard.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = GroupsOptions.class)
public final class GroupBook {

  /** What the keys in the extension's storage begin with; the group's name follows. */
  static final String KEY = "group:";

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupBook.class);

  private final ExtensionStorage storage;
  private final InstantSource clock;

  // At most one for each group that the engine has.
  private final ConcurrentMap<String, Kept> entries = new ConcurrentHashMap<>();

  // Written by the component's life cycle, read by any thread.
  private volatile Settings settings;

  /** Takes up what was kept. */
  @Activate
  public GroupBook(@Reference ExtensionStorage storage, GroupsOptions options) {
    this(storage, options, InstantSource.system());
  }

  /** The same with a clock of one's own. */
  GroupBook(ExtensionStorage storage, GroupsOptions options, InstantSource clock) {
    this.storage = storage;
    this.clock = clock;
    this.settings = Settings.of(options);
    storage.all().forEach(this::load);
  }

  private void load(String key, String text) {
    if (!key.startsWith(KEY)) {
      return;
    }
    String group = key.substring(KEY.length());
    try {
      entries.put(group, new Kept(EntryText.parse(group, text)));
    } catch (IllegalArgumentException unreadable) {
      LOGGER.error(
          "What is kept about the group \"{}\" can't be read, the rules of the options hold there"
              + " until somebody changes one: {}",
          group,
          unreadable.getMessage());
    }
  }

  @Modified
  void modified(GroupsOptions options) {
    try {
      settings = Settings.of(options);
    } catch (IllegalArgumentException outOfBounds) {
      // Thrown on, it would end the component, and with it every rule.
      LOGGER.error("{} The previous options stay in force.", outOfBounds.getMessage());
    }
  }

  Settings settings() {
    return settings;
  }

  /** Now, as what is kept can say it. */
  Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /** The rules in force in a group. */
  GroupRules rules(Group group) {
    Settings current = settings;
    Kept kept = entries.get(group.name());
    return kept != null && kept.entry.isOf(group) ? kept.rules(current) : current.rules();
  }

  /** What is kept about a group, without who is a member by now or was not answered in time. */
  GroupEntry entry(Group group) {
    Instant now = now();
    return kept(group)
        .keeping(each -> each.until().isAfter(now) && !group.hasMember(each.userId()));
  }

  private GroupEntry kept(Group group) {
    return Optional.ofNullable(entries.get(group.name()))
        .map(kept -> kept.entry)
        .filter(entry -> entry.isOf(group))
        .orElseGet(() -> GroupEntry.none(group));
  }

  /** The names of the groups about which something is kept. */
  Collection<String> groups() {
    return List.copyOf(entries.keySet());
  }

  /** Keeps an entry in place of the one before. On the thread of {@link SerialWork}. */
  void save(GroupEntry entry) {
    if (entry.isEmpty()) {
      remove(entry.group());
    } else {
      storage.put(KEY + entry.group(), EntryText.of(entry));
      entries.put(entry.group(), new Kept(entry));
    }
  }

  private void remove(String group) {
    storage.remove(KEY + group);
    entries.remove(group);
  }

  /** Keeps nothing about a group that is deleted. On the thread of {@link SerialWork}. */
  void forget(Group deleted) {
    Kept kept = entries.get(deleted.name());
    if (kept != null && kept.entry.isOf(deleted)) {
      remove(deleted.name());
    }
  }

  /** Keeps nothing about groups that are there no more. On the thread of {@link SerialWork}. */
  void forgetGone(Function<String, Optional<Group>> find) {
    for (String group : groups()) {
      GroupEntry entry = entries.get(group).entry;
      if (find.apply(group).filter(entry::isOf).isEmpty()) {
        remove(group);
      }
    }
  }

  /** An entry, and the rules that follow from it: made once, not for every message. */
  private static final class Kept {

    private record Made(Settings from, GroupRules rules) {}

    private final GroupEntry entry;

    // Threads that make it at the same time make the same.
    private volatile Made made;

    private Kept(GroupEntry entry) {
      this.entry = entry;
    }

    private GroupRules rules(Settings settings) {
      Made last = made;
      if (last == null || last.from() != settings) {
        last = new Made(settings, settings.defaults().with(entry.rules()));
        made = last;
      }
      return last.rules();
    }
  }
}
