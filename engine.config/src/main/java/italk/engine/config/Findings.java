package italk.engine.config;

import italk.engine.api.configuration.Finding;
import italk.engine.api.configuration.Finding.Severity;
import italk.engine.config.plan.ConfigProblem;
import italk.engine.config.plan.Draft;
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
    List<Finding> findings = new ArrayList<>();
    draft.problems().forEach(it -> findings.add(of(Severity.ERROR, file, it)));
    draft.warnings().forEach(it -> findings.add(of(Severity.WARNING, file, it)));
    draft.unowned().forEach(it -> findings.add(of(Severity.WARNING, file, it)));
    findings.sort(
        Comparator.comparing(Finding::severity)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column));
    return findings.stream().limit(MAX_FINDINGS).toList();
  }
}
