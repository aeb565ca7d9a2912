package italk.ext.events.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryRulesTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final RetryRules RULES =
      new RetryRules(
          5, Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ZERO);

  @Test
  void waits_double_by_chance_and_have_an_end() {
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      assertThat(RULES.delay(1, random)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
      assertThat(RULES.delay(4, random)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
      assertThat(RULES.delay(1_000_000, random))
          .isBetween(Duration.ofSeconds(150), Duration.ofMinutes(5));
    }
  }

  @Test
  void an_event_is_given_up_after_its_attempts_or_when_it_is_old() {
    assertThat(RULES.isGivenUp(4, NOW, NOW)).isFalse();
    assertThat(RULES.isGivenUp(5, NOW, NOW)).isTrue();
    assertThat(RULES.isGivenUp(1, NOW.minusSeconds(3_601), NOW)).isTrue();
    assertThat(RULES.isGivenUp(1, NOW.minusSeconds(3_599), NOW)).isFalse();
  }
}
