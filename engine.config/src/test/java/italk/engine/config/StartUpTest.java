package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartUpTest {

  private final List<String> registered = new ArrayList<>();

  @Test
  void isOverAtOnceWhereNothingIsAwaited() {
    assertThat(new StartUp(null, registered::contains).isOver()).isTrue();
    assertThat(new StartUp(" ", registered::contains).isOver()).isTrue();
  }

  @Test
  void isOverWhenAllConditionsWereRegisteredAndStaysSo() {
    StartUp startUp = new StartUp("a, b", registered::contains);
    assertThat(startUp.isOver()).isFalse();
    registered.add("a");
    assertThat(startUp.isOver()).isFalse();
    registered.add("b");
    assertThat(startUp.isOver()).isTrue();
    registered.clear();
    assertThat(startUp.isOver()).isTrue();
  }
}
