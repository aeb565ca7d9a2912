package italk.engine.config;

import italk.engine.api.configuration.Finding;
import italk.engine.api.configuration.Finding.Severity;
import italk.engine.config.json.JsonValue.JsonArray;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.JsonValue.JsonText;
import italk.engine.config.json.JsonValue.Member;
import italk.engine.config.json.JsonWords;
import italk.engine.config.plan.ConfigProblem;
import italk.engine.config.plan.Draft;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Plan;
import italk.engine.config.plan.Sections;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What planning found, as doors are told it. Stateless. */
final class Findings {

  private static final int MAX_FINDINGS = 100;

  private Findings() {}

  static Finding of(Severity severity, String file, ConfigProblem problem) {
    return new Finding(
        severity,
        file,
        problem.location().line(),
        problem.location().column(),
        problem.path(),
        problem.text());
  }

  /** The errors first, each in the order of the file; at most 100. */
  static List<Finding> of(String file, Draft draft) {
    List<ConfigProblem> warnings = new ArrayList<>(draft.warnings());
    warnings.addAll(draft.unowned());
    return of(file, draft.problems(), warnings);
  }

  /** The errors first, each in the order of the file; at most 100. */
  static List<Finding> of(String file, List<ConfigProblem> errors, List<ConfigProblem> warnings) {
    List<Finding> findings = new ArrayList<>();
    errors.forEach(it -> findings.add(of(Severity.ERROR, file, it)));
    warnings.forEach(it -> findings.add(of(Severity.WARNING, file, it)));
    findings.sort(
        Comparator.comparing(Finding::severity)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column));
    return findings.stream().limit(MAX_FINDINGS).toList();
  }

  /** Names that came into the list of extensions and that nothing installed has. */
  static List<Finding> absent(
      String file, JsonObject before, JsonObject after, Installed installed) {
    List<String> enabledBefore = Sections.of(before).enabledNames();
    Member list = after.members().get(Plan.ENGINE_EXTENSIONS);
    if (list == null || !(list.value() instanceof JsonArray names)) {
      return List.of();
    }
    return names.values().stream()
        .filter(JsonText.class::isInstance)
        .map(JsonText.class::cast)
        .filter(it -> !installed.names().contains(it.text()))
        .filter(it -> !enabledBefore.contains(it.text()))
        .map(it -> of(Severity.WARNING, file, absent(it, installed)))
        .toList();
  }

  private static ConfigProblem absent(JsonText name, Installed installed) {
    return new ConfigProblem(
        name.location(),
        Plan.ENGINE_EXTENSIONS,
        name.found()
            + " is not installed: it is active as soon as it comes."
            + JsonWords.didYouMean(name.text(), installed.names()));
  }
}
