package italk.ext.groups.slow;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Group;
import italk.engine.api.Metadata;
import italk.ext.groups.TestTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When users may write again, and what it costs to know. */
class SlowModeTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final TestTime time = new TestTime();
  private final SlowMode slowMode = new SlowMode(time::nanoTime);

  @Test
  void memory_is_bounded_for_any_number_of_users() {
    Group group = group(Instant.EPOCH);
    for (int user = 0; user < 3 * SlowMode.MAX_WRITERS; user++) {
      slowMode.write(group, "user" + user, INTERVAL);
    }

    assertThat(slowMode.size()).isLessThanOrEqualTo(SlowMode.MAX_WRITERS);
  }

  @Test
  void asking_in_vain_makes_the_wait_no_longer() {
    Group group = group(Instant.EPOCH);
    assertThat(slowMode.write(group, "a", INTERVAL)).isEmpty();
    time.pass(Duration.ofSeconds(9));
    assertThat(slowMode.write(group, "a", INTERVAL)).contains(Duration.ofSeconds(1));
    time.pass(Duration.ofSeconds(1));

    assertThat(slowMode.write(group, "a", INTERVAL)).isEmpty();
  }

  @Test
  void another_group_of_the_same_name_begins_anew() {
    assertThat(slowMode.write(group(Instant.EPOCH), "a", INTERVAL)).isEmpty();

    assertThat(slowMode.write(group(Instant.EPOCH.plusMillis(1)), "a", INTERVAL)).isEmpty();
  }

  @Test
  void a_changed_interval_holds_for_those_who_wait() {
    Group group = group(Instant.EPOCH);
    assertThat(slowMode.write(group, "a", Duration.ofHours(24))).isEmpty();
    time.pass(INTERVAL);

    assertThat(slowMode.write(group, "a", Duration.ofHours(24)))
        .contains(Duration.ofHours(24).minus(INTERVAL));
    assertThat(slowMode.write(group, "a", INTERVAL)).isEmpty();
  }

  private static Group group(Instant createdAt) {
    return new Group("g", Group.Visibility.PUBLIC, Metadata.EMPTY, Map.of(), createdAt);
  }
}
