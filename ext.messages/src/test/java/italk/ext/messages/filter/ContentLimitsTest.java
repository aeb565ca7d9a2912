package italk.ext.messages.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.ext.messages.filter.ContentLimits.Excess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentLimitsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no link, not even www. or a.b|0",
        "http://a.example|1",
        "see HTTPS://a.example?x=http://b and www.c.example.|2",
        "http://www.a.example|1",
        "<http://a>,<ftp://b>;irc://c|3",
        "ht\u200Btp://a.example|1",
        "://x http:// |0",
      })
  void links_are_counted(String text, int count) {
    assertThat(ContentLimits.links(text)).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nobody|0",
        "@alice and (@bob), @\u200Bcarol|3",
        "mail alice@example.org|0",
        "@ @@ @|0",
        "@@alice|1",
        "@Élodie @_x @😀|2",
      })
  void mentions_are_counted(String text, int count) {
    assertThat(ContentLimits.mentions(text)).isEqualTo(count);
  }

  @Test
  void what_is_too_much_is_named() {
    ContentLimits limits = new ContentLimits(1, 0);

    assertThat(limits.excess("http://a")).isEqualTo(Excess.NONE);
    assertThat(limits.excess("http://a http://b")).isEqualTo(Excess.LINKS);
    assertThat(limits.excess("@a")).isEqualTo(Excess.MENTIONS);
    assertThat(new ContentLimits(-1, -1).excess("http://a @b ".repeat(1_000)))
        .isEqualTo(Excess.NONE);
  }

  @Test
  void a_long_text_comes_to_an_end() {
    assertThat(ContentLimits.links("a".repeat(100_000))).isZero();
    assertThat(ContentLimits.links("a+".repeat(50_000) + "://x")).isEqualTo(1);
    assertThat(ContentLimits.links("www.a ".repeat(20_000))).isEqualTo(20_000);
    assertThat(ContentLimits.mentions("@a ".repeat(30_000))).isEqualTo(30_000);
  }

  @Test
  void a_limit_below_none_is_refused() {
    assertThatThrownBy(() -> new ContentLimits(0, -2))
        .hasMessage("messages_management.max_mentions is 0 or more, or -1 for no limit, found -2.");
  }
}
