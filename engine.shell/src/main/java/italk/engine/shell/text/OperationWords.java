package italk.engine.shell.text;

import italk.engine.api.operation.Leak;
import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Plan;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Operations on extensions as text. What stands in a jar is made fit for a line. */
public final class OperationWords {

  private OperationWords() {}

  /** What came of an operation, in one line. */
  public static String line(Outcome outcome) {
    return switch (outcome.result()) {
      case DONE -> done(outcome);
      case UNCHANGED -> subject(outcome) + " runs already: nothing to do.";
      case REFUSED -> subject(outcome) + " was refused, nothing was changed: " + cause(outcome);
      case ROLLED_BACK -> subject(outcome) + " was rolled back: " + cause(outcome) + again(outcome);
      case FAILED -> subject(outcome) + " failed: " + cause(outcome) + lost(outcome);
      default -> subject(outcome) + ": " + lower(outcome.result()) + ". " + cause(outcome);
    };
  }

  private static String done(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.UNINSTALL
        ? subject(outcome) + " is uninstalled" + before(outcome) + "."
        : subject(outcome) + " is active" + before(outcome) + "; " + held(outcome) + ".";
  }

  /** What came of putting in an extension that is not enabled. */
  public static String installedOnly(Outcome outcome) {
    String name = Printable.line(outcome.subject());
    return subject(outcome)
        + " is installed"
        + before(outcome)
        + ", but not enabled: nothing of it is called. To enable it: enable "
        + name;
  }

  private static String subject(Outcome outcome) {
    return Printable.line(
        outcome.subject() + outcome.version().map(version -> " " + version).orElse(""));
  }

  private static String before(Outcome outcome) {
    if (outcome.before().isEmpty()) {
      return " (it is new)";
    }
    String sameName = outcome.before().equals(outcome.version()) ? ", other bytes" : "";
    return " (it was " + Printable.line(outcome.before().get()) + sameName + ")";
  }

  private static String held(Outcome outcome) {
    return "messages were held for " + Printable.duration(outcome.held());
  }

  private static String again(Outcome outcome) {
    return outcome
        .before()
        .map(version -> " " + Printable.line(version) + " is active again; " + held(outcome) + ".")
        .orElse("");
  }

  private static String lost(Outcome outcome) {
    return outcome
        .before()
        .map(
            version ->
                " "
                    + Printable.line(version)
                    + " did not come back. See: extensions "
                    + Printable.line(outcome.subject()))
        .orElse(" There is no version before to go back to.");
  }

  private static String cause(Outcome outcome) {
    String cause = Printable.line(outcome.cause().strip());
    return cause.isEmpty() || cause.endsWith(".") ? cause : cause + ".";
  }

  /** A plan over several lines. */
  static String plan(Plan plan) {
    StringBuilder text = new StringBuilder(heading(plan)).append('\n').append(facts(plan));
    if (!plan.steps().isEmpty()) {
      Table steps = new Table("ACTION", "BUNDLE");
      plan.steps().forEach(step -> steps.row(lower(step.action()), step.bundle()));
      text.append('\n').append(steps);
    }
    if (!plan.options().isEmpty()) {
      Table options = new Table("OPTION", "CHANGE", "DETAIL");
      plan.options().forEach(each -> options.row(each.option(), lower(each.kind()), each.detail()));
      text.append('\n').append(options);
    }
    return text.append(points("Mind:", plan.remarks()))
        .append(points("It can't be put in:", plan.obstacles()))
        .append(plan.isFeasible() ? "\nNothing is known that speaks against it.\n" : "")
        .toString();
  }

  private static String heading(Plan plan) {
    String versions =
        plan.version()
            .map(
                version ->
                    plan.before().map(old -> old + " -> " + version).orElse(version + " (new)"))
            .orElse("is no bundle");
    return Printable.line(name(plan) + " " + versions);
  }

  private static String name(Plan plan) {
    return plan.extension()
        .or(plan::symbolicName)
        .orElseGet(() -> String.valueOf(plan.jar().getFileName()));
  }

  private static String facts(Plan plan) {
    Table facts = new Table("file", plan.jar().toString());
    plan.symbolicName().ifPresent(bundle -> facts.row("bundle", bundle));
    if (!plan.builtFor().isEmpty()) {
      facts.row("built for", String.join(", ", plan.builtFor()));
    }
    return facts.toString();
  }

  private static String points(String title, List<String> points) {
    return points.isEmpty()
        ? ""
        : points.stream()
            .map(point -> "  - " + Printable.line(point) + "\n")
            .collect(Collectors.joining("", "\n" + title + "\n", ""));
  }

  /** Why a plan can't be carried out, in one line. */
  static String obstacle(Plan plan) {
    int others = plan.obstacles().size() - 1;
    return Printable.line(name(plan) + plan.version().map(version -> " " + version).orElse(""))
        + " can't be put in: "
        + Printable.line(plan.obstacles().get(0))
        + (others == 0 ? "" : " (and " + others + " more)");
  }

  /** What stayed in memory; a line for each that holds it. */
  static String leaks(List<Leak> leaks) {
    Table table = new Table("BUNDLE", "VERSION", "SINCE", "HELD BY");
    for (Leak leak : leaks) {
      List<String> holders =
          leak.holders().isEmpty() ? List.of("nobody was found") : leak.holders();
      table.row(leak.bundle(), leak.version(), Printable.time(leak.since()), holders.get(0));
      holders.stream().skip(1).forEach(holder -> table.row("", "", "", holder));
    }
    return table.toString();
  }

  /** What was done, a line for each. */
  static String outcomes(List<Outcome> outcomes) {
    Table table = new Table("WHEN", "WHAT", "EXTENSION", "FROM", "TO", "RESULT", "HELD", "CAUSE");
    outcomes.forEach(
        outcome ->
            table.row(
                Printable.time(outcome.at()),
                lower(outcome.kind()),
                outcome.subject(),
                outcome.before().orElse("-"),
                outcome.version().orElse("-"),
                lower(outcome.result()),
                Printable.duration(outcome.held()),
                outcome.cause()));
    return table.toString();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
