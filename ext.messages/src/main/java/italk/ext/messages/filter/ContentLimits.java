package italk.ext.messages.filter;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * How much of some things one message may have.
 *
 * @param maxLinks how many links; {@value #UNLIMITED} for any number
 * @param maxMentions how many mentions; {@value #UNLIMITED} for any number
 */
public record ContentLimits(int maxLinks, int maxMentions) {

  /** No limit. */
  public static final int UNLIMITED = -1;

  /** What a message has too many of. */
  public enum Excess {
    /** Links. */
    LINKS,
    /** Mentions. */
    MENTIONS,
    /** Neither. */
    NONE
  }

  // The end of a scheme is enough to know that there is one.
  private static final Pattern LINK = Pattern.compile("(?i)(?:[a-z0-9+.-]://|www\\.)[^\\s,;<>\"]");

  /** Checks both. */
  public ContentLimits {
    checkBound("max_links", maxLinks);
    checkBound("max_mentions", maxMentions);
  }

  private static void checkBound(String option, int value) {
    if (value < UNLIMITED) {
      throw new IllegalArgumentException(
          "messages_management."
              + option
              + " is 0 or more, or "
              + UNLIMITED
              + " for no limit, found "
              + value
              + ".");
    }
  }

  /** What a text has too many of. */
  public Excess excess(String content) {
    if (maxLinks != UNLIMITED && links(content) > maxLinks) {
      return Excess.LINKS;
    }
    return maxMentions != UNLIMITED && mentions(content) > maxMentions
        ? Excess.MENTIONS
        : Excess.NONE;
  }

  /** The links: what has a scheme and {@code ://}, or begins with {@code www.}. */
  static int links(String content) {
    MappedText visible = MappedText.visible(content);
    Matcher matcher = LINK.matcher(visible.text());
    int count = 0;
    int from = 0;
    while (from < visible.length() && matcher.find(from)) {
      count++;
      from = endOfLink(visible.text(), matcher.end());
    }
    return count;
  }

  private static int endOfLink(CharSequence text, int from) {
    int end = from;
    while (end < text.length()
        && !Character.isWhitespace(text.charAt(end))
        && ",;<>\"".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** The mentions: each {@code @} at the beginning of a word. */
  static int mentions(String content) {
    MappedText visible = MappedText.visible(content);
    CharSequence text = visible.text();
    int count = 0;
    for (int i = 0; i + 1 < text.length(); i++) {
      if (text.charAt(i) == '@'
          && isOfName(Character.codePointAt(text, i + 1))
          && (i == 0 || !isOfName(Character.codePointBefore(text, i)))) {
        count++;
      }
    }
    return count;
  }

  private static boolean isOfName(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || codePoint == '_';
  }
}
