package italk.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 31, 32, 1L << 20, (1L << 20) - 1, Long.MAX_VALUE - 1, Long.MAX_VALUE})
  void itsTextLeadsBackToItAtTheBounds(long value) {
    MessageId id = new MessageId(value);

    assertThat(id.toString()).hasSize(13).matches("[0-9a-hjkmnp-tv-z]+");
    assertThat(MessageId.parse(id.toString())).isEqualTo(id);
  }

  @Test
  void itsTextSortsAsItsNumberDoes() {
    Random random = new Random(7);
    List<MessageId> ids = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      ids.add(new MessageId(random.nextLong() >>> 1 + random.nextInt(63)));
    }
    Collections.sort(ids);

    assertThat(ids).extracting(MessageId::toString).isSorted();
    assertThat(ids).extracting(MessageId::value).isSorted();
    assertThat(ids).extracting(id -> MessageId.parse(id.toString())).isEqualTo(ids);
  }

  @Test
  void itTellsTheTimeToTheMillisecond() {
    Instant time = Instant.parse("2026-11-22T10:15:30.123Z");
    MessageId first = MessageId.firstAt(time.plusNanos(456));

    assertThat(first.time()).isEqualTo(time);
    assertThat(new MessageId(first.value() + (1 << 20) - 1).time()).isEqualTo(time);
    assertThat(new MessageId(first.value() + (1 << 20)).time()).isEqualTo(time.plusMillis(1));
    assertThat(first).isGreaterThan(MessageId.firstAt(time.minusMillis(1)));
    assertThat(new MessageId(Long.MAX_VALUE).time()).isAfter(Instant.parse("2248-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "000000000000",
        "00000000000000",
        "8000000000000",
        "zzzzzzzzzzzzz",
        "000000000000A",
        "000000000000i",
        "000000000000l",
        "000000000000o",
        "000000000000u",
        "00000000000 0",
        "-000000000001",
        "0o00000000001",
        "00000000000\u0660\u0660",
        "000000000\n\0\u202E\ud83d"
      })
  void whatIsNoIdIsRefused(String text) {
    EngineException thrown =
        catchThrowableOfType(EngineException.class, () -> MessageId.parse(text));

    assertThat(thrown.problem().code()).isEqualTo(Problem.Code.INVALID);
    assertThat(thrown).hasMessageStartingWith("A message id is 13 digits and letters");
  }

  @Test
  void noIdIsNegative() {
    assertThatThrownBy(() -> new MessageId(-1)).isInstanceOf(EngineException.class);
    assertThatThrownBy(() -> MessageId.firstAt(Instant.EPOCH.minusMillis(1)))
        .isInstanceOf(EngineException.class);
  }
}
