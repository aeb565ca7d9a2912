package italk.ext.events.webhook;

import italk.engine.api.MessageId;
import italk.ext.events.fact.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far one webhook has come, and what it could not be told. It outlives the threads that tell.
 *
 * <p>Safe for any thread: guarded by this object's lock, and nobody is called under it. Changed by
 * the webhook's own thread and by who handles dead letters; stored by the {@link Journal}.
 */
final class WebhookState {

  /** How many dead letters are kept; past that, the oldest goes. */
  static final int MAX_DEAD_LETTERS = 200;

  private static final Logger LOGGER = LoggerFactory.getLogger(WebhookState.class);
  private static final String PREFIX = "webhook/";

  /**
   * How far it has come.
   *
   * @param message the newest message that it was told of, or that is none of its business
   * @param number the same in the outbox
   * @param lost how many events it will never be told
   */
  record Position(MessageId message, long number, long lost) {
    private String kept() {
      return Json.text(Map.of("message", message.toString(), "number", number, "lost", lost));
    }

    private static Position ofKept(String text) {
      Map<String, Object> kept = Json.object(text);
      return new Position(
          MessageId.parse((String) kept.get("message")),
          ((Number) kept.get("number")).longValue(),
          ((Number) kept.get("lost")).longValue());
    }
  }

  /**
   * What is to be stored, all at once.
   *
   * @param entries what to put
   * @param gone the keys to remove afterwards
   * @param told how far the webhook will have come in the outbox when this is stored
   */
  record Changes(Map<String, String> entries, List<String> gone, long told) {}

  private final String name;

  private Position position;
  private final Map<String, DeadLetter> dead = new LinkedHashMap<>();
  // To be tried again: their ids, in the order in which that was asked for.
  private final Set<String> again = new LinkedHashSet<>();

  private boolean positionChanged;
  private final Set<String> deadAdded = new LinkedHashSet<>();
  private final Set<String> deadRemoved = new LinkedHashSet<>();

  private WebhookState(String name, Position position, boolean isNew) {
    this.name = name;
    this.position = position;
    this.positionChanged = isNew;
  }

  /** That of a webhook that is told of everything from now on. */
  static WebhookState beginning(String name, MessageId message, long number) {
    return new WebhookState(name, new Position(message, number, 0), true);
  }

  /** The names of the webhooks of which something is stored. */
  static Set<String> names(Map<String, String> stored) {
    Set<String> names = new LinkedHashSet<>();
    stored.keySet().stream()
        .filter(key -> key.startsWith(PREFIX))
        .map(key -> key.substring(PREFIX.length()))
        .forEach(key -> names.add(key.substring(0, key.indexOf('/'))));
    return names;
  }

  /** What is stored of a webhook; empty where nothing is. */
  static Optional<WebhookState> read(String name, Map<String, String> stored) {
    String text = stored.get(PREFIX + name + "/position");
    if (text == null) {
      return Optional.empty();
    }
    Optional<Position> position = tryToRead(name + "/position", text, Position::ofKept);
    if (position.isEmpty()) {
      return Optional.empty();
    }
    WebhookState state = new WebhookState(name, position.get(), false);
    String deadPrefix = PREFIX + name + "/dead/";
    stored.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(deadPrefix))
        .flatMap(entry -> tryToRead(entry.getKey(), entry.getValue(), DeadLetter::ofKept).stream())
        .sorted((one, other) -> one.givenUpAt().compareTo(other.givenUpAt()))
        .forEach(letter -> state.dead.put(letter.event().id(), letter));
    return Optional.of(state);
  }

  // A version before or after this one may have written it.
  private static <T> Optional<T> tryToRead(String key, String text, Function<String, T> reader) {
    try {
      return Optional.of(reader.apply(text));
    } catch (RuntimeException unreadable) {
      LOGGER.warn(
          "events_management can't read what it kept under {}, and goes on without it: {}",
          key,
          unreadable.toString());
      return Optional.empty();
    }
  }

  synchronized Position position() {
    return position;
  }

  /** It was told of this message, or it is none of its business. */
  synchronized void passed(MessageId message) {
    position = new Position(message, position.number(), position.lost());
    positionChanged = true;
  }

  /** It was told of this event in the outbox, or it is none of its business. */
  synchronized void passed(long number) {
    position = new Position(position.message(), number, position.lost());
    positionChanged = true;
  }

  /** An event is gone before it could be told. */
  synchronized void lost() {
    position = new Position(position.message(), position.number(), position.lost() + 1);
    positionChanged = true;
  }

  /** Keeps what could not be told; where there are too many, the oldest is lost for it. */
  synchronized void bury(DeadLetter letter) {
    again.remove(letter.event().id());
    dead.put(letter.event().id(), letter);
    deadAdded.add(letter.event().id());
    deadRemoved.remove(letter.event().id());
    if (dead.size() > MAX_DEAD_LETTERS) {
      forget(dead.keySet().iterator().next());
      lost();
    }
  }

  /** Forgets a dead letter; false where there is none with this id. */
  synchronized boolean forget(String id) {
    if (dead.remove(id) == null) {
      return false;
    }
    again.remove(id);
    deadAdded.remove(id);
    deadRemoved.add(id);
    return true;
  }

  synchronized List<DeadLetter> deadLetters() {
    return List.copyOf(dead.values());
  }

  /** Has a dead letter tried once more; false where there is none with this id. */
  synchronized boolean tryAgain(String id) {
    return dead.containsKey(id) && (again.add(id) || again.contains(id));
  }

  /** The first of the dead letters that are to be tried again. */
  synchronized Optional<DeadLetter> nextToTryAgain() {
    return again.stream().findFirst().map(dead::get);
  }

  /** Forgets everything; the next {@link #changes} remove it from the storage. */
  synchronized int forgetAll() {
    int letters = dead.size();
    List.copyOf(dead.keySet()).forEach(this::forget);
    positionChanged = false;
    return letters;
  }

  /** The key of the position, for who removes it. */
  String positionKey() {
    return PREFIX + name + "/position";
  }

  /** What has changed since it was last asked. */
  synchronized Changes changes() {
    Map<String, String> entries = new LinkedHashMap<>();
    if (positionChanged) {
      entries.put(positionKey(), position.kept());
    }
    deadAdded.forEach(id -> entries.put(deadKey(id), dead.get(id).kept()));
    List<String> gone = new ArrayList<>();
    deadRemoved.forEach(id -> gone.add(deadKey(id)));
    positionChanged = false;
    deadAdded.clear();
    deadRemoved.clear();
    return new Changes(entries, gone, position.number());
  }

  /** What was asked for could not be stored: it has changed still. */
  synchronized void notStored(Changes changes) {
    positionChanged |= changes.entries().containsKey(positionKey());
    dead.keySet().stream()
        .filter(id -> changes.entries().containsKey(deadKey(id)))
        .forEach(deadAdded::add);
    changes.gone().stream()
        .map(key -> key.substring(deadKey("").length()))
        .filter(id -> !dead.containsKey(id))
        .forEach(deadRemoved::add);
  }

  private String deadKey(String id) {
    return PREFIX + name + "/dead/" + id;
  }
}
