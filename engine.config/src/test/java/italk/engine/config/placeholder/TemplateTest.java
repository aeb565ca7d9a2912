package italk.engine.config.placeholder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  @Test
  void takesAPlaceholderApart() {
    Placeholder found = Template.of("$[prop:a.b;type=Integer;default=5]").whole().orElseThrow();

    assertThat(found.source()).isEqualTo("prop");
    assertThat(found.name()).isEqualTo("a.b");
    assertThat(found.type()).contains("Integer");
    assertThat(found.otherwise()).contains("5");
    assertThat(found).hasToString("$[prop:a.b]");
    assertThat(found.withType(Optional.empty())).isEqualTo("$[prop:a.b;default=5]");
    assertThat(found.asList("Long")).isEqualTo("$[prop:a.b;default=5;type=Long[];delimiter=,]");
  }

  @Test
  void findsSeveralAndNoneOfThemIsAll() {
    Template template = Template.of("http://$[env:HOST]:$[env:PORT;default=80]/");

    assertThat(template).hasToString("$[env:HOST] and $[env:PORT]");
    assertThat(template.whole()).isEmpty();
    assertThat(template.isPlain()).isFalse();
  }

  @Test
  void aDefaultMayHoldSemicolonsAndPlaceholders() {
    Placeholder nested =
        Template.of("$[env:A;default=$[secret:b;default=c]]").whole().orElseThrow();
    assertThat(nested.otherwise()).contains("$[secret:b;default=c]");
    assertThat(Template.of("$[env:A;default=$[secret:b]]").namesSecret()).isTrue();

    Placeholder escaped = Template.of("$[env:A;default=a\\;b]").whole().orElseThrow();
    assertThat(escaped.otherwise()).contains("a\\;b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "$", "$[", "$[a b]", "5 $[and more]", "$[: x]", "${env:A}", "[$]"})
  void whatNobodyTakesForAPlaceholderIsPlain(String text) {
    assertThat(Template.of(text).isPlain()).isTrue();
  }

  @Test
  void anEscapedOneIsNoPlaceholderAndYetNotPlain() {
    Template template = Template.of("\\$[env:A]");
    assertThat(template.placeholders()).isEmpty();
    assertThat(template.isPlain()).isFalse();
    assertThat(Template.of("\\\\$[env:A]").placeholders()).hasSize(1);
  }

  @Test
  void oneWithoutAnEndIsUnclosed() {
    assertThat(Template.of("a $[secret:b").unclosed()).contains("$[secret:");
    assertThat(Template.of("$[env:A;default=[x]").unclosed()).contains("$[env:");
  }
}
