package italk.ext.messages.filter;

import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the filters find in one text, as they find it. For one thread.
 *
 * <p>Of what is to be masked, the whole of each code point is; overlapping stretches become one.
 */
public final class Findings {

  private final String content;
  private final SortedMap<Integer, Filter> found = new TreeMap<>();

  // The characters of the original that are to be masked.
  private final BitSet masked = new BitSet();

  Findings(String content) {
    this.content = content;
  }

  void add(Filter filter, int start, int end) {
    found.put(filter.number(), filter);
    if (filter.action() == Filter.Action.MASK) {
      masked.set(start, end);
    }
  }

  /** The filters that found something, in their order. */
  public List<Filter> filters() {
    return List.copyOf(found.values());
  }

  /** True where one of them rejects. */
  public boolean rejects() {
    return found.values().stream().anyMatch(each -> each.action() == Filter.Action.REJECT);
  }

  /** The text with {@code *} for each code point that is masked. */
  public String maskedContent() {
    if (masked.isEmpty()) {
      return content;
    }
    StringBuilder text = new StringBuilder(content.length());
    int place = 0;
    while (place < content.length()) {
      int codePoint = content.codePointAt(place);
      text.appendCodePoint(masked.get(place) ? '*' : codePoint);
      place += Character.charCount(codePoint);
    }
    return text.toString();
  }
}
