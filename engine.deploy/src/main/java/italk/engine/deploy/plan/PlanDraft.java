package italk.engine.deploy.plan;

import italk.engine.api.operation.OptionChange;
import italk.engine.api.operation.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;

/**
 * A plan that is being made, for one thread. What it takes in may come from a hostile jar, and is
 * shown in a terminal: nothing in it is long, and nothing steers the terminal.
 */
final class PlanDraft {

  private static final int MOST_LINES = 50;
  private static final int MOST_CHARACTERS = 500;
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private final Path jar;
  private Optional<JarManifest> manifest = Optional.empty();
  private Optional<String> extension = Optional.empty();
  private Optional<Bundle> before = Optional.empty();
  private final List<Plan.Step> steps = new ArrayList<>();
  private final List<OptionChange> options = new ArrayList<>();
  private final Set<String> obstacles = new LinkedHashSet<>();
  private final Set<String> remarks = new LinkedHashSet<>();

  PlanDraft(Path jar) {
    this.jar = jar;
  }

  void about(JarManifest read, Optional<Bundle> installed) {
    manifest = Optional.of(read);
    extension = read.extensions().stream().findFirst();
    before = installed;
  }

  void step(Plan.Action action, String bundle) {
    steps.add(new Plan.Step(action, clean(bundle)));
  }

  void option(OptionChange change) {
    if (options.size() < MOST_LINES) {
      options.add(new OptionChange(change.kind(), clean(change.option()), clean(change.detail())));
    }
  }

  void obstacle(String words) {
    obstacles.add(clean(words));
  }

  void remark(String words) {
    remarks.add(clean(words));
  }

  Plan plan() {
    return new Plan(
        jar,
        manifest.map(JarManifest::symbolicName),
        extension.map(PlanDraft::clean),
        before.map(bundle -> bundle.getVersion().toString()),
        manifest.map(read -> clean(read.version().toString())),
        shortened(manifest.map(JarManifest::builtFor).orElse(List.of())),
        steps,
        options,
        shortened(List.copyOf(obstacles)),
        shortened(List.copyOf(remarks)));
  }

  private static List<String> shortened(List<String> lines) {
    if (lines.size() <= MOST_LINES) {
      return lines.stream().map(PlanDraft::clean).toList();
    }
    List<String> first = new ArrayList<>(shortened(lines.subList(0, MOST_LINES)));
    first.add("and " + (lines.size() - MOST_LINES) + " more");
    return first;
  }

  private static String clean(String words) {
    String printable = UNPRINTABLE.matcher(words).replaceAll("?");
    return printable.length() <= MOST_CHARACTERS
        ? printable
        : printable.substring(0, MOST_CHARACTERS) + " ...";
  }
}
