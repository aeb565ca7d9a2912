package italk.ext.events.webhook;

import italk.engine.api.MessageId;
import italk.engine.api.extension.ExtensionStorage;
import italk.ext.events.fact.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that some webhook has still to be told, messages excepted: a log with numbers, bounded
 * in length, kept in pieces of up to {@value #PIECE} events under one key each.
 *
 * <p>Safe for any thread: everything is guarded by this object's lock, and nobody is called under
 * it. An event is seen by webhooks only after it is stored; otherwise one that was told and then
 * forgotten would give its number to another.
 */
final class Outbox {

  private static final Logger LOGGER = LoggerFactory.getLogger(Outbox.class);

  /** How many events are stored under one key. */
  static final int PIECE = 64;

  private static final String PREFIX = "outbox/";
  // So that a piece stays within what one value may hold, whatever JSON makes of the characters.
  private static final int PIECE_CHARACTERS = ExtensionStorage.MAX_VALUE_LENGTH / 8;

  /**
   * One event in the log.
   *
   * @param number from 1, rising
   * @param after the newest message at that time: what is newer is told later
   * @param event what happened
   */
  record Entry(long number, MessageId after, WebhookEvent event) {}

  /** Entries on their way into the storage. */
  record Piece(String key, String value, long last) {}

  private final Consumer<Entry> dropped;

  private final Deque<Entry> unsaved = new ArrayDeque<>();
  private final NavigableMap<Long, Entry> saved = new TreeMap<>();
  // The keys in the storage, by the number of the last entry that each holds.
  private final NavigableMap<Long, String> pieces = new TreeMap<>();
  private int capacity;
  private long lastNumber;

  /**
   * Reads what was kept.
   *
   * @param stored all that the extension has stored
   * @param lastTold the greatest number that some webhook was told: its place is taken
   * @param dropped is told of each event that had to go because there were too many
   */
  Outbox(Map<String, String> stored, long lastTold, int capacity, Consumer<Entry> dropped) {
    this.dropped = dropped;
    this.capacity = capacity;
    this.lastNumber = lastTold;
    stored.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            tryToRead(key, value);
          }
        });
  }

  private void tryToRead(String key, String value) {
    try {
      read(key, value);
    } catch (RuntimeException unreadable) {
      LOGGER.warn(
          "events_management can't read what it kept under {}, the events in it are not told: {}",
          key,
          unreadable.toString());
    }
  }

  private void read(String key, String value) {
    long last = Long.parseLong(key.substring(PREFIX.length()));
    pieces.put(last, key);
    for (Map<String, Object> kept : Json.objects(value)) {
      Entry entry =
          new Entry(
              ((Number) kept.get("number")).longValue(),
              MessageId.parse((String) kept.get("after")),
              WebhookEvent.ofKept(kept));
      saved.put(entry.number(), entry);
    }
    lastNumber = Math.max(lastNumber, last);
  }

  /** Takes an event; where there are too many, the oldest goes. Does not block. */
  void add(MessageId after, WebhookEvent event) {
    List<Entry> gone;
    synchronized (this) {
      unsaved.add(new Entry(++lastNumber, after, event));
      gone = shorten();
    }
    gone.forEach(dropped);
  }

  /** Keeps at most so many events from now on. */
  void resize(int newCapacity) {
    List<Entry> gone;
    synchronized (this) {
      capacity = newCapacity;
      gone = shorten();
    }
    gone.forEach(dropped);
  }

  private List<Entry> shorten() {
    List<Entry> gone = new ArrayList<>();
    while (saved.size() + unsaved.size() > capacity) {
      gone.add(saved.isEmpty() ? unsaved.remove() : saved.pollFirstEntry().getValue());
    }
    return gone;
  }

  /** The first stored event after a number; empty where there is none yet. */
  synchronized Optional<Entry> after(long number) {
    return Optional.ofNullable(saved.higherEntry(number)).map(Map.Entry::getValue);
  }

  /** The message before the first event that is not stored yet; empty where all are. */
  synchronized Optional<MessageId> unsavedAfter() {
    return Optional.ofNullable(unsaved.peek()).map(Entry::after);
  }

  /** True where nothing of it is in the storage. */
  synchronized boolean isStoredEmpty() {
    return pieces.isEmpty();
  }

  /** The number of the newest event, stored or not. */
  synchronized long last() {
    return lastNumber;
  }

  /** How many events are waiting that come after a number. */
  synchronized int sizeAfter(long number) {
    return saved.tailMap(number, false).size() + unsaved.size();
  }

  /** What is to be stored next; empty where everything is. */
  synchronized Optional<Piece> unsavedPiece() {
    if (unsaved.isEmpty()) {
      return Optional.empty();
    }
    List<Map<String, Object>> kept = new ArrayList<>();
    long last = 0;
    int characters = 0;
    for (Entry entry : unsaved) {
      characters += entry.event().data().length();
      if (kept.size() == PIECE || (!kept.isEmpty() && characters > PIECE_CHARACTERS)) {
        break;
      }
      Map<String, Object> map = new LinkedHashMap<>(entry.event().kept());
      map.put("number", entry.number());
      map.put("after", entry.after().toString());
      kept.add(map);
      last = entry.number();
    }
    return Optional.of(new Piece(PREFIX + String.format("%019d", last), Json.text(kept), last));
  }

  /** This piece is in the storage now: webhooks may be told of what is in it. */
  synchronized void saved(Piece piece) {
    pieces.put(piece.last(), piece.key());
    while (!unsaved.isEmpty() && unsaved.peek().number() <= piece.last()) {
      Entry entry = unsaved.remove();
      saved.put(entry.number(), entry);
    }
  }

  /**
   * Forgets what all webhooks have been told.
   *
   * @param told the numbers up to which each webhook has been told
   * @return the keys that are not needed any more
   */
  synchronized List<String> release(Collection<Long> told) {
    long all = told.stream().min(Long::compare).orElse(Long.MAX_VALUE);
    saved.headMap(all, true).clear();
    long first = saved.isEmpty() ? Long.MAX_VALUE : saved.firstKey();
    Map<Long, String> old = pieces.headMap(first, false);
    List<String> keys = List.copyOf(old.values());
    old.clear();
    return keys;
  }
}
