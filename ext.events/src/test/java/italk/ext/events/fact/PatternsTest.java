package italk.ext.events.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {

  @ParameterizedTest
  @CsvSource({
    "message_sent,message_sent,true",
    "message_sent,message_sent2,false",
    "message_*,message_sent,true",
    "message_*,message_,true",
    "message_*,group_created,false",
    "*,anything,true",
    "custom:polls/*,custom:polls/closed,true",
    "mess.ge_sent,message_sent,false",
    "*sent,message_sent,false"
  })
  void a_star_at_the_end_stands_for_anything(String pattern, String name, boolean matches) {
    assertThat(new Patterns(List.of("other", pattern)).matches(name)).isEqualTo(matches);
  }

  @Test
  void no_pattern_is_all_where_that_is_meant() {
    assertThat(Patterns.orAll(List.of()).matches("x")).isTrue();
    assertThat(new Patterns(List.of()).matches("x")).isFalse();
  }
}
