package italk.ext.ratelimiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import italk.engine.api.extension.ExtensionStorage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text in which the counts are kept. */
class SavedCountsTest {

  private static final Instant AT = Instant.parse("2026-11-22T12:00:00.123Z");

  @Test
  void what_is_written_is_read_back() {
    SavedCounts saved = new SavedCounts(AT, Map.of("alice", 3L, "größe:ü|7", 10_000L));

    assertThat(SavedCounts.parse(saved.toText(1_000))).isEqualTo(saved);
  }

  @Test
  void where_there_is_no_room_for_all_the_heaviest_stay() {
    Map<String, Long> used = new HashMap<>();
    for (int user = 0; user < Allowances.MAX_COUNTED; user++) {
      used.put("a-user-with-a-name-of-some-length-" + user, user % 10 + 1L);
    }

    String text = new SavedCounts(AT, used).toText(ExtensionStorage.MAX_VALUE_LENGTH);

    assertThat(text).hasSizeBetween(1_000_000, ExtensionStorage.MAX_VALUE_LENGTH);
    Map<String, Long> kept = SavedCounts.parse(text).used();
    assertThat(kept.values()).filteredOn(count -> count == 10).hasSize(Allowances.MAX_COUNTED / 10);
    assertThat(kept.values()).doesNotContain(1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "rubbish", "1 ", "1 x", "2 1000\n1 a", "1 1000\nalice", "1 1000\nx alice"})
  void what_is_something_else_is_said(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SavedCounts.parse(text))
        .withMessageContaining("saved counts");
  }
}
