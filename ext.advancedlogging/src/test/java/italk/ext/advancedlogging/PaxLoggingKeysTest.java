package italk.ext.advancedlogging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Our keys come and go; everybody else's stay. */
class PaxLoggingKeysTest {

  private static final Map<String, String> BASE = Map.of("log4j2.rootLogger.level", "INFO");
  private static final Map<String, String> OURS = Map.of("log4j2.appender.advanced_logging.x", "1");
  private static final Map<String, String> OTHERS =
      Map.of("log4j2.appender.advanced_logging.y", "2");

  private final MemoryConfigurations configurations = new MemoryConfigurations();
  private final PaxLoggingKeys keys = new PaxLoggingKeys(configurations.service());

  @Test
  void ours_are_added_changed_and_taken_away() throws Exception {
    configurations.overwrite(BASE);

    keys.set(OURS);
    assertThat(configurations.keys()).containsExactlyInAnyOrderEntriesOf(with(BASE, OURS));

    keys.set(OTHERS);
    assertThat(configurations.keys()).containsExactlyInAnyOrderEntriesOf(with(BASE, OTHERS));

    keys.set(Map.of());
    assertThat(configurations.keys()).containsExactlyInAnyOrderEntriesOf(with(BASE, Map.of()));
  }

  @Test
  void where_there_was_no_configuration_none_is_left() throws Exception {
    keys.set(OURS);
    assertThat(configurations.keys()).isEqualTo(OURS);

    keys.set(Map.of());
    assertThat(configurations.exists()).isFalse();
  }

  @Test
  void nothing_is_written_where_nothing_is_different() throws Exception {
    keys.set(Map.of());
    assertThat(configurations.writes()).isZero();
    keys.set(OURS);

    assertThat(keys.restore()).isFalse();
    keys.set(Map.copyOf(OURS));

    assertThat(configurations.writes()).isEqualTo(1);
  }

  @Test
  void what_somebody_overwrote_is_put_back_beside_what_they_wrote() throws Exception {
    configurations.overwrite(BASE);
    keys.set(OURS);
    configurations.overwrite(Map.of("log4j2.rootLogger.level", "OFF"));

    assertThat(keys.restore()).isTrue();

    assertThat(configurations.keys())
        .contains(entry("log4j2.rootLogger.level", "OFF"))
        .containsAllEntriesOf(OURS);
  }

  @Test
  void what_somebody_writes_between_our_reading_and_writing_is_kept() throws Exception {
    configurations.overwrite(BASE);
    configurations.afterNextRead(
        () -> configurations.overwrite(Map.of("log4j2.rootLogger.level", "DEBUG")));

    keys.set(OURS);

    assertThat(configurations.keys())
        .contains(entry("log4j2.rootLogger.level", "DEBUG"))
        .containsAllEntriesOf(OURS);
  }

  @Test
  void a_configuration_that_is_deleted_under_our_hands_is_got_anew() throws Exception {
    configurations.afterNextRead(
        () -> {
          throw new IllegalStateException("deleted");
        });

    keys.set(OURS);

    assertThat(configurations.keys()).isEqualTo(OURS);
  }

  @Test
  void what_is_set_while_another_thread_writes_is_what_stays() throws Exception {
    configurations.overwrite(BASE);
    configurations.afterNextRead(() -> setUnchecked(Map.of()));

    keys.set(OURS);

    assertThat(configurations.keys()).containsExactlyInAnyOrderEntriesOf(with(BASE, Map.of()));
  }

  @Test
  void many_threads_that_put_back_never_bring_back_what_was_taken_away() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < 200; round++) {
        configurations.overwrite(BASE);
        keys.set(OURS);
        configurations.overwrite(BASE);
        List<Future<?>> running = new ArrayList<>();
        running.add(threads.submit(() -> keys.restore()));
        running.add(threads.submit(() -> keys.restore()));
        running.add(threads.submit(() -> setUnchecked(Map.of())));
        for (Future<?> each : running) {
          each.get(10, TimeUnit.SECONDS);
        }
        assertThat(configurations.keys()).isEqualTo(new HashMap<String, Object>(BASE));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void setUnchecked(Map<String, String> ours) {
    try {
      keys.set(ours);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> with(Map<String, String> base, Map<String, String> ours) {
    Map<String, Object> all = new HashMap<>(base);
    all.putAll(ours);
    return all;
  }
}
