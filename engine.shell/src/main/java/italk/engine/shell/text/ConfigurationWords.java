package italk.engine.shell.text;

import italk.engine.api.configuration.ConfigurationOutcome;
import italk.engine.api.configuration.ConfigurationPreview;
import italk.engine.api.configuration.ConfigurationVersion;
import italk.engine.api.configuration.Finding;
import italk.engine.api.configuration.KeyChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Changes of the configuration as text. What stands in a file is made fit for a line. */
public final class ConfigurationWords {

  private ConfigurationWords() {}

  /** What came of a change: one line, and one more for each thing that there is to know. */
  public static List<String> lines(ConfigurationOutcome outcome) {
    List<String> lines = new ArrayList<>();
    switch (outcome.result()) {
      case DONE -> lines.addAll(done(outcome));
      case UNCHANGED -> lines.add(sentence("Nothing to do", outcome, "it is so already."));
      case REFUSED -> lines.add(sentence("Refused, nothing was written", outcome, "see below."));
      case FAILED -> lines.add(sentence("Failed, the file is as it was", outcome, "see the log."));
      case PENDING -> {
        lines.add(sentence("Not in force yet", outcome, "taking it over goes on."));
        lines.add("What comes of it: config history, and the log");
        outcome.changes().forEach(change -> lines.add(Printable.line(change.toString())));
      }
      default -> lines.add(sentence(outcome.result().toString(), outcome, "see the log."));
    }
    lines.addAll(lines(outcome.findings()));
    return lines;
  }

  /** A line for each. */
  public static List<String> lines(List<Finding> findings) {
    return findings.stream().map(ConfigurationWords::line).toList();
  }

  /** That a file may become config.json. */
  public static List<String> checked(Path file, ConfigurationPreview preview) {
    List<String> lines = new ArrayList<>(lines(preview.findings()));
    lines.add(Printable.line(file.toString()) + " would be taken over.");
    return lines;
  }

  /** What a file would change, and what would become of components then. */
  public static List<String> compared(Path file, ConfigurationPreview preview) {
    List<String> lines = new ArrayList<>();
    preview.changes().forEach(change -> lines.add(Printable.line(change)));
    preview.effects().forEach(effect -> lines.add(Printable.line(effect)));
    if (lines.isEmpty()) {
      lines.add(Printable.line(file.toString()) + " means the same as what is in force.");
    }
    lines.addAll(lines(preview.findings()));
    return lines;
  }

  private static List<String> done(ConfigurationOutcome outcome) {
    List<String> changes =
        outcome.changes().stream().map(KeyChange::toString).map(Printable::line).toList();
    if (changes.size() == 1 && outcome.message().isEmpty()) {
      return List.of(changes.get(0) + "; in force.");
    }
    List<String> lines = new ArrayList<>(changes);
    outcome.message().lines().map(Printable::line).forEach(lines::add);
    lines.add("In force.");
    return lines;
  }

  private static String sentence(String what, ConfigurationOutcome outcome, String otherwise) {
    String message = Printable.line(outcome.message().strip());
    return what + ": " + (message.isEmpty() ? otherwise : message);
  }

  /** As compilers write it, so that editors find the place; what is an error needs no word. */
  private static String line(Finding finding) {
    if (finding.severity() == Finding.Severity.ERROR) {
      return Printable.line(finding.toString());
    }
    return Printable.line(
        new Finding(
                finding.severity(),
                finding.file(),
                finding.line(),
                finding.column(),
                "warning",
                (finding.path().isEmpty() ? "" : finding.path() + ": ") + finding.message())
            .toString());
  }

  /** What the file says. */
  static String settings(List<Setting> settings) {
    Table table = new Table("KEY", "VALUE");
    settings.forEach(setting -> table.row(setting.path(), setting.value()));
    return table.toString();
  }

  /** What came into force; a line for each key that changed. */
  static String versions(List<ConfigurationVersion> versions) {
    Table table = new Table("NUMBER", "WHEN", "WHO", "CHANGE");
    for (ConfigurationVersion version : versions) {
      List<String> changes = changes(version);
      table.row(version.number(), Printable.time(version.at()), version.who(), changes.get(0));
      changes.stream().skip(1).forEach(change -> table.row("", "", "", change));
    }
    return table.toString();
  }

  private static List<String> changes(ConfigurationVersion version) {
    List<String> changes = new ArrayList<>();
    version.restored().ifPresent(number -> changes.add("undo: as " + number + " was"));
    version.changes().forEach(change -> changes.add(change.toString()));
    return changes.isEmpty() ? List.of("no value") : changes;
  }
}
