package italk.ext.messages;

import italk.engine.api.moderation.FilterTrial;
import italk.engine.api.moderation.FilterTrial.Outcome;
import italk.ext.messages.filter.ContentLimits;
import italk.ext.messages.filter.ContentLimits.Excess;
import italk.ext.messages.filter.Filter;
import italk.ext.messages.filter.FilterSet;
import italk.ext.messages.filter.Findings;
import italk.ext.messages.kept.Reports;
import italk.ext.messages.retention.RetentionRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The options, checked and ready for use.
 *
 * @param editWindow how long an author may edit; zero for never
 * @param retractWindow how long an author may retract; zero for never
 * @param maxPins how many pins a conversation may have
 * @param reports how many reports may be open
 * @param filters compiled
 * @param limits of links and mentions
 * @param retention how long messages stay
 */
record Settings(
    Duration editWindow,
    Duration retractWindow,
    int maxPins,
    Reports.Bounds reports,
    FilterSet filters,
    ContentLimits limits,
    RetentionRules retention) {

  /** What is done before a message is stored. */
  static final Set<Filter.Action> BEFORE = Set.of(Filter.Action.REJECT, Filter.Action.MASK);

  /** What is done with a message as it is stored. */
  static final Set<Filter.Action> AFTERWARDS = Set.of(Filter.Action.FLAG);

  /**
   * The settings that {@code options} mean.
   *
   * @throws IllegalArgumentException names what can't be used, and why
   */
  static Settings of(MessagesOptions options) {
    return new Settings(
        seconds("edit_window_seconds", options.edit__window__seconds()),
        seconds("retract_window_seconds", options.retract__window__seconds()),
        atLeast("max_pins", options.max__pins(), 0),
        new Reports.Bounds(
            atLeast("max_open_reports", options.max__open__reports(), 1),
            atLeast("max_open_reports_per_user", options.max__open__reports__per__user(), 1)),
        FilterSet.compile(List.of(options.filters()), options.filter__disguised__words()),
        new ContentLimits(options.max__links(), options.max__mentions()),
        RetentionRules.of(
            options.retention__days(),
            options.retention__messages(),
            List.of(options.retention__rules()),
            Duration.ofSeconds(options.retention__interval__seconds())));
  }

  private static Duration seconds(String option, int value) {
    return Duration.ofSeconds(atLeast(option, value, 0));
  }

  private static int atLeast(String option, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "messages_management." + option + " is at least " + least + ", found " + value + ".");
    }
    return value;
  }

  /** What would become of a text. */
  FilterTrial tryFilters(String content) throws InterruptedException {
    Excess excess = limits.excess(content);
    Findings before = filters.find(content, BEFORE);
    List<String> findings = new ArrayList<>();
    if (excess != Excess.NONE) {
      findings.add(excess == Excess.LINKS ? "max_links" : "max_mentions");
    }
    before.filters().forEach(filter -> findings.add(filter.toString()));
    if (excess != Excess.NONE || before.rejects()) {
      return new FilterTrial(Outcome.REJECTED, content, findings);
    }
    String masked = before.maskedContent();
    filters.find(masked, AFTERWARDS).filters().forEach(filter -> findings.add(filter.toString()));
    return new FilterTrial(
        masked.equals(content) ? Outcome.ACCEPTED : Outcome.MASKED, masked, findings);
  }
}
