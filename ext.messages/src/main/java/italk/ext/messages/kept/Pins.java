package italk.ext.messages.kept;

import static java.nio.charset.StandardCharsets.UTF_8;

import italk.engine.api.Conversation;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.Pin;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pins of all conversations, one entry of the storage for each conversation that has some. At
 * most {@value #MAX_CONVERSATIONS} may have.
 */
public final class Pins {

  /** How many conversations may have pins. */
  static final int MAX_CONVERSATIONS = 10_000;

  private static final String PREFIX = "pins:";
  private static final Logger LOGGER = LoggerFactory.getLogger(Pins.class);

  private final ExtensionStorage storage;
  private final OneAtATime turns;

  // By storage key; the lists are immutable, the newest pin first. Written by the thread of turns
  // alone, after the storage was; read by any.
  private final Map<String, List<Pin>> pins = new ConcurrentHashMap<>();

  /**
   * Goes on with what is stored.
   *
   * @param stored everything in {@code storage}
   */
  public Pins(ExtensionStorage storage, Map<String, String> stored, OneAtATime turns) {
    this.storage = storage;
    this.turns = turns;
    stored.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            load(key, value);
          }
        });
  }

  private void load(String key, String value) {
    try {
      List<Pin> loaded = KeptText.pins(value);
      if (!loaded.isEmpty()) {
        pins.put(key, List.copyOf(loaded));
      }
    } catch (IllegalArgumentException unreadable) {
      LOGGER.warn(
          "The pins under \"{}\" can't be read and are left out: {}", key, unreadable.getMessage());
    }
  }

  /** The pins of a conversation, the newest first. */
  public List<Pin> of(Conversation conversation) {
    return pins.getOrDefault(key(conversation), List.of());
  }

  /** The pin of a message; empty where it has none. */
  public Optional<Pin> find(Conversation conversation, MessageId message) {
    return of(conversation).stream().filter(pin -> pin.message().equals(message)).findFirst();
  }

  /**
   * Adds a pin; where there is one of the message, that stays.
   *
   * @param max how many the conversation may have
   * @param first is done before, if it comes to that
   */
  public Pin add(Pin pin, int max, Runnable first) {
    return turns.call(
        () -> {
          Optional<Pin> there = find(pin.conversation(), pin.message());
          if (there.isPresent()) {
            return there.get();
          }
          List<Pin> before = of(pin.conversation());
          checkRoom(pin.conversation(), before.size(), max);
          List<Pin> after = new ArrayList<>(List.of(pin));
          after.addAll(before);
          first.run();
          store(pin.conversation(), after);
          return pin;
        });
  }

  private void checkRoom(Conversation conversation, int count, int max) {
    if (count >= max) {
      throw Problem.of(
              Problem.Code.NOT_ALLOWED,
              "The conversation "
                  + conversation
                  + " has "
                  + count
                  + " pins and may have "
                  + max
                  + ": unpin another one first.")
          .exception();
    }
    if (count == 0 && pins.size() >= MAX_CONVERSATIONS) {
      throw Problem.of(
              Problem.Code.NOT_ALLOWED,
              MAX_CONVERSATIONS + " conversations have pins, and no more may.")
          .exception();
    }
  }

  /**
   * Takes a pin away.
   *
   * @param first is done before, if there is one
   * @return false where there was none
   */
  public boolean remove(Conversation conversation, MessageId message, Runnable first) {
    return find(conversation, message).isPresent()
        && removeIf(conversation, pin -> pin.message().equals(message), first);
  }

  /** Takes the pins of messages away that are older than one. */
  public void removeOlder(Conversation conversation, MessageId oldest) {
    Predicate<Pin> older = pin -> pin.message().compareTo(oldest) < 0;
    if (of(conversation).stream().anyMatch(older)) {
      removeIf(conversation, older, () -> {});
    }
  }

  private boolean removeIf(Conversation conversation, Predicate<Pin> gone, Runnable first) {
    return turns.call(
        () -> {
          List<Pin> before = of(conversation);
          List<Pin> after = before.stream().filter(gone.negate()).toList();
          if (after.size() == before.size()) {
            return false;
          }
          first.run();
          store(conversation, after);
          return true;
        });
  }

  private void store(Conversation conversation, List<Pin> after) {
    String key = key(conversation);
    if (after.isEmpty()) {
      storage.remove(key);
      pins.remove(key);
    } else {
      storage.put(key, KeptText.ofPins(after));
      pins.put(key, List.copyOf(after));
    }
  }

  // Two long ids make a longer key than the storage takes.
  private static String key(Conversation conversation) {
    String key = PREFIX + conversation.key();
    return key.length() <= ExtensionStorage.MAX_KEY_LENGTH
        ? key
        : PREFIX + '#' + HexFormat.of().formatHex(digest(conversation.key()));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JVM has SHA-256", impossible);
    }
  }
}
