package italk.ext.messages.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the filters find, and what they make of it. */
class FilterSetTest {

  private static final Set<Filter.Action> ALL = EnumSet.allOf(Filter.Action.class);
  private static final int LONG = 100_000;

  private static Findings find(String text, String... filters) {
    try {
      return FilterSet.compile(List.of(filters), true).find(text, ALL);
    } catch (InterruptedException nobodyDoes) {
      throw new AssertionError(nobodyDoes);
    }
  }

  private static String masked(String text, String... filters) {
    return find(text, filters).maskedContent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "you rascal!            | you ******!",
        "RASCAL rascal          | ****** ******",
        "Rascals are no rascal  | Rascals are no ******",
        "rascál                 | ******",
        "rasca\u0301l          | *******",
        "ras\u00ADcal           | *******",
        "r\u200Bascal           | *******",
        "ｒａｓｃａｌ                 | ******",
        "r4sc4l                 | ******",
        "r@$cal                 | ******",
        "r a s c a l            | ***********",
        "r.a.s.c.a.l            | ***********",
        "arascal rascal_        | arascal ******_",
        "nothing here           | nothing here",
      })
  void a_word_is_found_however_it_is_written(String text, String expected) {
    assertThat(masked(text, "mask:word:rascal")).isEqualTo(expected);
  }

  @Test
  void undisguised_words_alone_are_found_where_it_is_so_wished() throws InterruptedException {
    FilterSet plain = FilterSet.compile(List.of("mask:word:rascal"), false);

    assertThat(plain.find("r4sc4l r a s c a l rascal", ALL).maskedContent())
        .isEqualTo("r4sc4l r a s c a l ******");
  }

  @Test
  void accents_and_special_letters_in_the_filter_count_for_nothing_too() {
    assertThat(masked("STRASSE straße", "mask:word:Straße")).isEqualTo("******* ******");
    assertThat(masked("Σοφός ΣΟΦΟΣ", "mask:word:σοφοσ")).isEqualTo("***** *****");
    assertThat(masked("élève", "mask:word:Eleve")).isEqualTo("*****");
  }

  @Test
  void vowels_that_are_marks_are_no_accents() {
    assertThat(masked("कि कु", "mask:word:कु")).isEqualTo("कि **");
  }

  @Test
  void words_are_found_where_nobody_writes_blanks() {
    assertThat(masked("你是笨蛋吗", "mask:word:笨蛋")).isEqualTo("你是**吗");
  }

  @Test
  void a_few_words_in_a_row_are_one_filter() {
    assertThat(masked("a bad\n  idea, a bad day", "mask:word:bad idea"))
        .isEqualTo("a **********, a bad day");
  }

  @Test
  void a_number_is_no_disguise_but_may_be_a_filter() {
    assertThat(masked("4553 and 4553a", "mask:word:asse")).isEqualTo("4553 and 4553a");
    assertThat(masked("call 4711!", "mask:word:4711")).isEqualTo("call ****!");
  }

  @Test
  void overlapping_masks_become_one() {
    assertThat(
            masked(
                "xabcdex", "mask:pattern:abc", "mask:pattern:cde", "mask:pattern:b", "mask:word:y"))
        .isEqualTo("x*****x");
  }

  @Test
  void a_masked_text_has_as_many_code_points_as_before() throws InterruptedException {
    Random random = new Random(20_261_122);
    String letters = "aAbB áàß\u0301\u200B\u00AD😀笨蛋1@$.,\n-ﬁ\uD835\uDC00";
    int[] alphabet = letters.codePoints().toArray();
    FilterSet filters =
        FilterSet.compile(
            List.of(
                "mask:word:ab",
                "mask:word:ba a",
                "mask:pattern:a+b",
                "mask:pattern:b.",
                "mask:word:笨蛋"),
            true);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(random.nextInt(30), 0, alphabet.length)
          .forEach(it -> text.appendCodePoint(alphabet[it]));
      int[] before = text.codePoints().toArray();
      int[] after = filters.find(text.toString(), ALL).maskedContent().codePoints().toArray();

      assertThat(after).as(text.toString()).hasSameSizeAs(before);
      for (int place = 0; place < before.length; place++) {
        assertThat(after[place]).isIn(before[place], (int) '*');
      }
    }
  }

  @Test
  void each_action_is_found_for_itself() throws InterruptedException {
    FilterSet set =
        FilterSet.compile(
            List.of("mask:word:one", "reject:word:two", "flag:word:one", "flag:pattern:t.o"), true);

    Findings masks = set.find("one two", EnumSet.of(Filter.Action.MASK));
    assertThat(masks.filters()).hasToString("[filter 1 (mask)]");
    assertThat(masks.rejects()).isFalse();
    Findings all = set.find("one two", ALL);
    assertThat(all.filters())
        .hasToString("[filter 1 (mask), filter 2 (reject), filter 3 (flag), filter 4 (flag)]");
    assertThat(all.rejects()).isTrue();
    assertThat(set.find("nothing", ALL).filters()).isEmpty();
  }

  @Test
  void what_is_invisible_hides_nothing_from_a_pattern() {
    assertThat(masked("a\u200Bb\u2060c", "mask:pattern:abc")).isEqualTo("*****");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(a|a?)+b", "(.*a){12}b", "(?:a?){30}a{30}b"})
  void a_hostile_pattern_on_a_hostile_text_comes_to_an_end(String pattern) {
    assertThat(find("a".repeat(LONG) + "!", "reject:pattern:" + pattern).rejects()).isFalse();
  }

  @Test
  void a_text_that_needs_too_many_searches_is_masked_to_its_end() {
    String hostile = "a".repeat(LONG);

    // Each search goes to the end of the text, to look for a b.
    assertThat(masked(hostile, "mask:pattern:a(?:.*b)?")).isEqualTo("*".repeat(LONG));
  }

  @Test
  void a_hostile_text_for_words_comes_to_an_end() {
    List<String> filters = new ArrayList<>(List.of("mask:word:" + "ab".repeat(49)));
    for (int i = 0; i < 5_000; i++) {
      filters.add("mask:word:word" + i);
    }
    String[] all = filters.toArray(String[]::new);

    assertThat(masked("a b ".repeat(LONG / 4), all)).contains("*").hasSize(LONG);
    assertThat(masked("4@".repeat(LONG / 2), all)).hasSize(LONG);
    assertThat(masked("\u0301".repeat(LONG), all)).hasSize(LONG);
    assertThat(masked("ﷺ".repeat(LONG / 10), all)).hasSize(LONG / 10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mask:pattern:[a|missing closing ]",
        "reject:pattern:(?=a)|invalid or unsupported Perl syntax",
        "flag:pattern:a*|finds something in the empty text",
        "mask:pattern:((((x{100}){100}){100}){100})|repeats too much",
        "mask:pattern:((((((((((x?){10}){10}){10}){10}){10}){10}){10}){10}){10}){10}|repeats too much",
        "mask:pattern:(abcdefghij){500}|is too large",
        "mask:word:c++|use a pattern",
        "mask:word:😀|use a pattern",
        "mask:word:-|use a pattern",
        "mask:wort:x|one of word, pattern is expected",
        "hide:word:x|one of reject, mask, flag is expected",
        "mask:word:|has to be ACTION:KIND:TEXT",
        "rascal|has to be ACTION:KIND:TEXT",
      })
  void a_filter_that_cannot_be_used_is_named(String line, String why) {
    assertThatThrownBy(() -> FilterSet.compile(List.of("mask:word:fine", line), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("messages_management.filters: filter 2 (" + line + ") ")
        .hasMessageContaining(why);
  }

  @Test
  void all_patterns_together_are_bounded() {
    List<String> filters = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      filters.add("reject:pattern:(abcdefghij){150}" + i);
    }

    assertThatThrownBy(() -> FilterSet.compile(filters, true))
        .hasMessageContaining("filter 6 ")
        .hasMessageContaining("one pattern too many");
  }

  @Test
  void many_places_are_no_hostility() {
    String honest = "1234-5678 ".repeat(2_000);

    assertThat(masked(honest, "mask:pattern:[0-9]{4}-[0-9]{4}"))
        .isEqualTo("********* ".repeat(2_000));
  }

  @Test
  void a_place_of_no_length_is_one_but_nothing_to_mask() {
    assertThat(find("word", "reject:pattern:\\b").rejects()).isTrue();
    assertThat(masked("word", "mask:pattern:\\b")).isEqualTo("word");
  }

  @Test
  void who_is_interrupted_in_a_long_search_stops() {
    FilterSet set = FilterSet.compile(List.of("reject:pattern:b"), true);
    // After all that looks before it reads.
    CountedText text = new CountedText("a".repeat(LONG));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> text.chars().sum()).isInstanceOf(CountedText.Interrupted.class);
    assertThatThrownBy(() -> set.find("a".repeat(LONG), ALL))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void who_is_interrupted_stops() {
    FilterSet set = FilterSet.compile(List.of("mask:pattern:a"), true);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> set.find("aaa", ALL)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
