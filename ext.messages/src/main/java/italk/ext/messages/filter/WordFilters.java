package italk.ext.messages.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All words that are filtered, found in one pass over a text, however many they are. Immutable once
 * all were added.
 *
 * <p>A text is cut into words at whatever is no letter, digit or mark; in scripts that are written
 * without blanks, each character counts as one. Filters are a tree of such words, so that one step
 * per word of the text leads on, or ends it. A filter has at most {@value #MAX_DEPTH} of them: that
 * bounds the work.
 */
final class WordFilters {

  private static final int MAX_DEPTH = 100;

  /** Shorter words would be found in what is no disguise at all. */
  private static final int SHORTEST_DISGUISED = 4;

  private static final String DISGUISES = "013457@$";
  private static final String DISGUISED = "oieastas";

  private final boolean disguised;
  private final Step plain = new Step();
  private final Step longer = new Step();

  /**
   * No filter yet.
   *
   * @param disguised whether words are found also with digits for letters, or spelt out
   */
  WordFilters(boolean disguised) {
    this.disguised = disguised;
  }

  /** One word on the way through the tree, with what ends there. */
  private static final class Step {
    private final Map<String, Step> next = new HashMap<>();
    private final List<Filter> ends = new ArrayList<>();

    void add(List<String> way, Filter filter) {
      Step step = this;
      for (String word : way) {
        step = step.next.computeIfAbsent(word, key -> new Step());
      }
      step.ends.add(filter);
    }
  }

  /** A word of a text, and where it stands in it. */
  private record Word(String text, int start, int end) {}

  /**
   * Adds a filter.
   *
   * @throws IllegalArgumentException where its text is no word
   */
  void add(Filter filter) {
    CharSequence folded = MappedText.folded(filter.text()).text();
    List<String> way = words(folded, false).stream().map(Word::text).toList();
    if (way.isEmpty() || folded.codePoints().anyMatch(WordFilters::isForeign)) {
      throw filter.refusal(
          "has something else than letters, digits, blanks, hyphens and apostrophes: use a pattern");
    }
    if (way.size() > MAX_DEPTH || folded.length() > MAX_DEPTH) {
      throw filter.refusal("is longer than " + MAX_DEPTH + " characters: use a pattern");
    }
    plain.add(way, filter);
    if (disguised && String.join("", way).length() >= SHORTEST_DISGUISED) {
      longer.add(way, filter);
      List<String> spelt = way.get(0).codePoints().mapToObj(Character::toString).toList();
      if (way.size() == 1 && spelt.size() > 1) {
        plain.add(spelt, filter);
      }
    }
  }

  private static boolean isForeign(int c) {
    return !isPartOfWord(c) && !Character.isWhitespace(c) && "-'’".indexOf(c) < 0;
  }

  /** Tells of every filter with one of these actions that finds its word. */
  void find(MappedText text, Set<Filter.Action> actions, Findings findings) {
    walk(words(text.text(), false), plain, text, actions, (start, end) -> true, findings);
    if (disguised
        && !longer.next.isEmpty()
        && text.text().chars().anyMatch(c -> DISGUISES.indexOf(c) >= 0)) {
      // A number alone is no disguise.
      walk(
          words(text.text(), true),
          longer,
          text,
          actions,
          (start, end) ->
              text.text().subSequence(start, end).codePoints().anyMatch(Character::isLetter),
          findings);
    }
  }

  private interface Condition {
    boolean holds(int start, int end);
  }

  private static void walk(
      List<Word> words,
      Step root,
      MappedText text,
      Set<Filter.Action> actions,
      Condition condition,
      Findings findings) {
    for (int first = 0; first < words.size(); first++) {
      int start = words.get(first).start;
      Step step = root.next.get(words.get(first).text);
      for (int last = first; step != null; step = stepAt(step, words, ++last)) {
        int end = words.get(last).end;
        if (!step.ends.isEmpty() && condition.holds(start, end)) {
          step.ends.stream()
              .filter(filter -> actions.contains(filter.action()))
              .forEach(
                  filter -> findings.add(filter, text.originalStart(start), text.originalEnd(end)));
        }
      }
    }
  }

  private static Step stepAt(Step before, List<Word> words, int index) {
    return index < words.size() ? before.next.get(words.get(index).text) : null;
  }

  private static List<Word> words(CharSequence text, boolean undisguise) {
    List<Word> words = new ArrayList<>();
    int start = -1;
    int place = 0;
    StringBuilder word = new StringBuilder();
    while (place < text.length()) {
      int codePoint = Character.codePointAt(text, place);
      int disguise = undisguise ? DISGUISES.indexOf(codePoint) : -1;
      int letter = disguise < 0 ? codePoint : DISGUISED.charAt(disguise);
      boolean alone = isWordByItself(letter);
      if (start >= 0 && (alone || !isPartOfWord(letter))) {
        words.add(new Word(word.toString(), start, place));
        start = -1;
      }
      if (alone) {
        words.add(new Word(Character.toString(letter), place, place + Character.charCount(letter)));
      } else if (isPartOfWord(letter)) {
        if (start < 0) {
          start = place;
          word.setLength(0);
        }
        word.appendCodePoint(letter);
      }
      place += Character.charCount(codePoint);
    }
    if (start >= 0) {
      words.add(new Word(word.toString(), start, text.length()));
    }
    return words;
  }

  private static boolean isPartOfWord(int codePoint) {
    int type = Character.getType(codePoint);
    return Character.isLetterOrDigit(codePoint)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isWordByItself(int codePoint) {
    return codePoint > 0xE00
        && isPartOfWord(codePoint)
        && switch (Character.UnicodeScript.of(codePoint)) {
          case HAN, HIRAGANA, THAI, LAO, KHMER, MYANMAR -> true;
          default -> false;
        };
  }
}
