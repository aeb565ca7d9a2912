package italk.ext.messages.filter;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.MatchResult;

/**
 * One regular expression. RE2/J's: its time for one search grows with the length of the text and
 * with nothing else, whatever the pattern. What is invisible in a text is not there for it.
 *
 * <p>Immutable, for any thread.
 */
final class PatternFilter {

  /** How many steps RE2/J may take per character, which is what the size of its program is. */
  static final int MAX_PROGRAM = 2_000;

  /** After how many steps, beside those to read the text twice, no further place is looked for. */
  private static final long MAX_EFFORT = 4_000_000;

  /** What a pattern may grow to while RE2/J writes its repetitions out. */
  private static final long MAX_GROWTH = 300_000;

  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

  private final Filter filter;
  private final Pattern pattern;

  /**
   * Compiles the pattern.
   *
   * @throws IllegalArgumentException where it is none, is too large, or finds the empty text
   */
  PatternFilter(Filter filter) {
    this.filter = filter;
    if (growth(filter.text()) > MAX_GROWTH) {
      throw filter.refusal("repeats too much: lower the numbers in braces");
    }
    try {
      this.pattern = Pattern.compile(filter.text());
    } catch (PatternSyntaxException bad) {
      throw filter.refusal("is no pattern that RE2 understands: " + bad.getMessage());
    }
    if (pattern.programSize() > MAX_PROGRAM) {
      throw filter.refusal(
          "is too large: it has "
              + pattern.programSize()
              + " steps where "
              + MAX_PROGRAM
              + " may be; lower the numbers in braces");
    }
    if (pattern.matcher("").find()) {
      throw filter.refusal("finds something in the empty text, and so in every text");
    }
  }

  // More than it really grows, as not every repetition is inside of another: too much of that is
  // refused before RE2/J tries, which would take all of the memory.
  private static long growth(String text) {
    double growth = text.length();
    for (MatchResult repetition : REPETITION.matcher(text).results().toList()) {
      String upTo = repetition.group(2);
      double least = Double.parseDouble(repetition.group(1));
      double most = upTo == null || upTo.isEmpty() ? least : Double.parseDouble(upTo);
      growth *= Math.max(1, Math.max(least, most));
    }
    return (long) growth;
  }

  /** The steps that it may take per character. */
  int size() {
    return pattern.programSize();
  }

  /**
   * Tells where the pattern is found; for a filter that does not mask, the first place will do.
   *
   * @throws InterruptedException where the thread was interrupted before all was looked at
   */
  void find(MappedText text, Findings findings) throws InterruptedException {
    try {
      search(text, new CountedText(text.text()), findings);
    } catch (CountedText.Interrupted interrupted) {
      Thread.interrupted();
      throw (InterruptedException) new InterruptedException().initCause(interrupted);
    }
  }

  private void search(MappedText text, CountedText counted, Findings findings) {
    Matcher matcher = pattern.matcher(counted);
    if (filter.action() != Filter.Action.MASK) {
      if (matcher.find()) {
        findings.add(filter, 0, 0);
      }
      return;
    }
    // Each search may go to the end of the text once more. A text that is made to need many of
    // those is masked from there on, rather than left alone.
    long most = 2L * text.length() + MAX_EFFORT / size();
    while (matcher.find()) {
      int start = matcher.start();
      int end = counted.reads() > most ? text.length() : matcher.end();
      if (end > start) {
        findings.add(filter, text.originalStart(start), text.originalEnd(end));
      }
      if (end == text.length()) {
        return;
      }
    }
  }
}
