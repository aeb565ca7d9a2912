package italk.engine.api;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A message's id, unique in its store for ever. Ids sort by time: a message that was stored later
 * has the greater id, as a number and as a text.
 *
 * <p>The upper 43 bits are the milliseconds since 1970, the lower 20 a count within the
 * millisecond.
 *
 * @param value not negative
 * @since 1.0
 */
@ProviderType
public record MessageId(long value) implements Comparable<MessageId> {

  private static final int COUNT_BITS = 20;
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 13;
  private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE >>> COUNT_BITS);

  /** Checks the value. */
  public MessageId {
    if (value < 0) {
      throw invalid(Long.toString(value));
    }
  }

  /**
   * The least id that belongs to a time.
   *
   * @throws EngineException with {@link Problem.Code#INVALID} where the time is before 1970 or
   *     after 2248
   */
  public static MessageId firstAt(Instant time) {
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
      throw Problem.of(
              Problem.Code.INVALID,
              "A message's time is between "
                  + Instant.EPOCH
                  + " and "
                  + LAST
                  + ", found "
                  + time
                  + ".")
          .exception();
    }
    return new MessageId(time.toEpochMilli() << COUNT_BITS);
  }

  /**
   * The id with this text.
   *
   * @throws EngineException with {@link Problem.Code#INVALID} where it is none
   */
  public static MessageId parse(String text) {
    if (text.length() != LENGTH || DIGITS.indexOf(text.charAt(0)) > 7) {
      throw invalid(text);
    }
    long value = 0;
    for (int i = 0; i < LENGTH; i++) {
      int digit = DIGITS.indexOf(text.charAt(i));
      if (digit < 0) {
        throw invalid(text);
      }
      value = value << 5 | digit;
    }
    return new MessageId(value);
  }

  /** When the message was stored, to the millisecond. */
  public Instant time() {
    return Instant.ofEpochMilli(value >>> COUNT_BITS);
  }

  @Override
  public int compareTo(MessageId other) {
    return Long.compare(value, other.value);
  }

  /** 13 digits of base 32 (without i, l, o and u) that sort as the number does. */
  @Override
  public String toString() {
    char[] text = new char[LENGTH];
    long rest = value;
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS.charAt((int) (rest & 31));
      rest >>>= 5;
    }
    return new String(text);
  }

  private static EngineException invalid(String found) {
    return Problem.of(
            Problem.Code.INVALID,
            "A message id is 13 digits and letters as the engine gave them, found "
                + Names.quoted(found)
                + ".")
        .exception();
  }
}
