package italk.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserTest {

  private final User alice = new User("1", "Alice", Metadata.EMPTY, Instant.EPOCH, false);

  @Test
  void changingItGivesAnotherThatDiffersInThisOnly() {
    Metadata metadata = Metadata.of(Map.of("role", "admin"));

    assertThat(alice.withName("Anne"))
        .isEqualTo(new User("1", "Anne", Metadata.EMPTY, Instant.EPOCH, false));
    assertThat(alice.withMetadata(metadata))
        .isEqualTo(new User("1", "Alice", metadata, Instant.EPOCH, false));
    assertThat(alice.withOnline(true))
        .isEqualTo(new User("1", "Alice", Metadata.EMPTY, Instant.EPOCH, true));
    assertThat(alice.withOnline(false)).isSameAs(alice);
    assertThat(alice.name()).isEqualTo("Alice");
  }

  @Test
  void eachWayOfMakingOneChecks() {
    assertThatThrownBy(() -> alice.withName("")).isInstanceOf(EngineException.class);
    assertThatThrownBy(() -> alice.withMetadata(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> new User("1", "Alice", Metadata.EMPTY, null, false))
        .isInstanceOf(NullPointerException.class);
  }
}
