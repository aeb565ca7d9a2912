package italk.ext.groups.slow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import italk.ext.groups.slow.SavedWriters.Writer;
import italk.ext.groups.slow.SavedWriters.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text in which those are kept who have to wait. */
class SavedWritersTest {

  private static final Instant AT = Instant.parse("2026-11-22T12:00:00.123Z");

  @Test
  void what_is_written_is_read_back() {
    SavedWriters saved =
        new SavedWriters(
            AT,
            Map.of(
                new Writer("a group of größe", AT, "a|b"), written(3, 10),
                new Writer("g", AT.plusMillis(1), "a|b"), written(0, 86_400)));

    assertThat(SavedWriters.parse(saved.toText(1_000))).isEqualTo(saved);
  }

  @Test
  void where_there_is_no_room_for_all_those_who_wait_longest_stay() {
    Map<Writer, Written> many = new HashMap<>();
    for (int second = 1; second <= 100; second++) {
      many.put(new Writer("g", AT, "user" + second), written(second, 100));
    }

    Map<Writer, Written> kept =
        SavedWriters.parse(new SavedWriters(AT, many).toText(1_000)).writers();

    assertThat(kept.size()).isBetween(20, 50);
    assertThat(kept.values())
        .allMatch(each -> each.age().toSeconds() <= kept.size(), "among the last to write");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rubbish", "2 1000", "1 x", "1 1000\n1 2 3 a", "1 1000\nx 2 3 a g"})
  void what_is_something_else_is_said(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SavedWriters.parse(text));
  }

  private static Written written(int secondsAgo, int interval) {
    return new Written(Duration.ofSeconds(secondsAgo), Duration.ofSeconds(interval));
  }
}
