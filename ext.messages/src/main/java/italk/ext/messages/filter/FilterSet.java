package italk.ext.messages.filter;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All filters of one configuration, compiled once. Immutable, for any thread: a change of options
 * makes another one.
 */
public final class FilterSet {

  /** How many filters there may be. */
  static final int MAX_FILTERS = 10_000;

  /** How many steps per character all patterns together may take. */
  static final int MAX_PROGRAMS = 10_000;

  private final WordFilters words;
  private final Set<Filter.Action> actionsOfWords = EnumSet.noneOf(Filter.Action.class);
  private final Map<Filter.Action, List<PatternFilter>> patterns =
      new EnumMap<>(Filter.Action.class);

  private FilterSet(boolean disguised) {
    this.words = new WordFilters(disguised);
  }

  /**
   * The filters that these lines describe; see {@link Filter}.
   *
   * @param disguised whether words are found also with digits for letters, or spelt out
   * @throws IllegalArgumentException names the line that is no filter, and why
   */
  public static FilterSet compile(List<String> lines, boolean disguised) {
    if (lines.size() > MAX_FILTERS) {
      throw new IllegalArgumentException(
          "messages_management.filters has at most "
              + MAX_FILTERS
              + " filters, found "
              + lines.size()
              + ".");
    }
    FilterSet set = new FilterSet(disguised);
    int steps = 0;
    for (int i = 0; i < lines.size(); i++) {
      Filter filter = Filter.parse(i + 1, lines.get(i));
      if (filter.kind() == Filter.Kind.WORD) {
        set.words.add(filter);
        set.actionsOfWords.add(filter.action());
      } else {
        PatternFilter pattern = new PatternFilter(filter);
        steps += pattern.size();
        if (steps > MAX_PROGRAMS) {
          throw filter.refusal(
              "is one pattern too many: all of them together may have "
                  + MAX_PROGRAMS
                  + " steps, up to here they have "
                  + steps);
        }
        set.patterns.computeIfAbsent(filter.action(), key -> new ArrayList<>()).add(pattern);
      }
    }
    return set;
  }

  /**
   * What the filters with one of these actions find in a text.
   *
   * @throws InterruptedException where the thread was interrupted before all was looked at
   */
  public Findings find(String content, Set<Filter.Action> actions) throws InterruptedException {
    Findings findings = new Findings(content);
    if (actionsOfWords.stream().anyMatch(actions::contains)) {
      words.find(MappedText.folded(content), actions, findings);
    }
    if (patterns.keySet().stream().anyMatch(actions::contains)) {
      MappedText visible = MappedText.visible(content);
      for (Filter.Action action : actions) {
        for (PatternFilter pattern : patterns.getOrDefault(action, List.of())) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          pattern.find(visible, findings);
        }
      }
    }
    return findings;
  }
}
