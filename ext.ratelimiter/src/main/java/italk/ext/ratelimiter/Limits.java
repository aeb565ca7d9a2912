package italk.ext.ratelimiter;

import io.github.bucket4j.Bandwidth;
import java.time.Duration;

/**
 * How many messages a user, or a group, may send.
 *
 * @param burst at once
 * @param messages in the long run, per {@code period}
 * @param period the time for {@code messages}
 */
record Limits(int burst, int messages, Duration period) {

  static final int MAX_BURST = 10_000;
  static final int MAX_MESSAGES = 1_000_000;
  static final int MAX_SECONDS = 86_400;

  /** One name for all limits, so that what was used is carried over from one to the next. */
  private static final String ID = "messages";

  Limits {
    checkBounds("burst", burst, MAX_BURST);
    checkBounds("messages", messages, MAX_MESSAGES);
    checkBounds("seconds", period.toSeconds(), MAX_SECONDS);
  }

  private static void checkBounds(String option, long value, long max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "message_rate_limiter." + option + " is 1 to " + max + ", found " + value + ".");
    }
  }

  /**
   * The limits in a text {@code BURST/MESSAGES/SECONDS}.
   *
   * @param option where it stands, for the message
   * @throws IllegalArgumentException where it is something else
   */
  static Limits parse(String option, String text) {
    String[] numbers = text.strip().split("/", -1);
    try {
      if (numbers.length == 3) {
        return new Limits(
            Integer.parseInt(numbers[0].strip()),
            Integer.parseInt(numbers[1].strip()),
            Duration.ofSeconds(Integer.parseInt(numbers[2].strip())));
      }
    } catch (NumberFormatException notANumber) {
      // What was found is said below, whichever part of it is wrong.
    }
    throw new IllegalArgumentException(
        "message_rate_limiter."
            + option
            + " is \"BURST/MESSAGES/SECONDS\" such as \"10/60/60\", found \""
            + text
            + "\".");
  }

  /** These limits for a bucket that has so many messages left. */
  Bandwidth bandwidth(long available) {
    return Bandwidth.builder()
        .capacity(burst)
        .refillGreedy(messages, period)
        .initialTokens(available)
        .id(ID)
        .build();
  }

  /** How long it takes from nothing left to all of the burst, rounded up to whole seconds. */
  Duration timeToFill() {
    return Duration.ofSeconds((burst * period.toSeconds() + messages - 1) / messages);
  }

  /** How many messages come back in a time, at most the burst. */
  long regained(Duration elapsed) {
    // Longer than it takes to fill up is all the same; this also keeps the product in range.
    if (elapsed.compareTo(timeToFill()) >= 0) {
      return burst;
    }
    return Math.min(burst, elapsed.toMillis() * messages / period.toMillis());
  }
}
