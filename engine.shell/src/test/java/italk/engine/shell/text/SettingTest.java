package italk.engine.shell.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read out of JSON on one line. */
class SettingTest {

  @Test
  void anObjectIsASectionAndAllElseIsAValue() {
    assertThat(
            Setting.allOf(
                " { \"a\" : 1 , \"b\":{\"c\":[{\"x\":1},[2,3]],\"d\":{\"e\":{}}}, \"f\":null } "))
        .containsExactly(
            new Setting("a", "1"),
            new Setting("b.c", "[{\"x\":1},[2,3]]"),
            new Setting("b.d", "{\"e\":{}}"),
            new Setting("f", "null"));
  }

  @Test
  void whatIsInATextSeparatesNothing() {
    assertThat(Setting.allOf("{\"a,:}\":\"\\\"},{[\",\"b\\\\\":\"\\\\\"}"))
        .containsExactly(new Setting("a,:}", "\"\\\"},{[\""), new Setting("b\\\\", "\"\\\\\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "5", "[1]", "{", "{\"", "{\"a\"", "{\"a\":[", "\\"})
  void whatHoldsNoMemberIsNone(String json) {
    assertThat(Setting.allOf(json)).isEmpty();
  }
}
