package italk.engine.config;

import italk.engine.config.JarOptionCheck.Snapshot;
import italk.engine.config.Reports.Topic;
import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.plan.ConfigProblem;
import italk.engine.config.plan.Draft;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Plan;
import italk.engine.config.plan.Planner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Compares what is with what should be, and mends it: {@link #poll} reads the file, looks at the
 * bundles where they changed, plans, applies and reports. All of it, and all state but a flag and
 * the snapshot, belongs to the thread "italk-config".
 */
final class ConfigurationWatcher {

  private final ConfigFile file;
  private final LastGood lastGood;
  private final Supplier<Installed> bundles;
  private final BooleanSupplier startUpIsOver;
  private final ConfigurationApplier applier;
  private final BaseLog baseLog;
  private final SecretWatch secrets;
  private final Reports reports;
  private final JsonReader reader = new JsonReader();

  // Set by any thread, taken by ours.
  private final AtomicBoolean bundlesChanged = new AtomicBoolean(true);

  // Written by ours, read by any. Who asks gets what is in force, without waiting for our thread:
  // it writes configurations, and so runs other people's code, while the asker may hold up that
  // very code until it is answered.
  private volatile Snapshot snapshot = new Snapshot(InForce.NOTHING, Installed.NOTHING);

  private Installed installed = Installed.NOTHING;
  private ConfigFile.Found seen;

  // Why the file was not taken over, as it was reported; null where there is nothing to report.
  private String refused;
  private InForce inForce;
  private Draft draft;
  private boolean complete;
  private boolean saved;

  ConfigurationWatcher(
      ConfigFile file,
      LastGood lastGood,
      Supplier<Installed> bundles,
      BooleanSupplier startUpIsOver,
      ConfigurationApplier applier,
      BaseLog baseLog,
      SecretWatch secrets,
      Reports reports) {
    this.file = file;
    this.lastGood = lastGood;
    this.bundles = bundles;
    this.startUpIsOver = startUpIsOver;
    this.applier = applier;
    this.baseLog = baseLog;
    this.secrets = secrets;
    this.reports = reports;
  }

  /** A bundle came, changed or went: the next poll looks at all of them. Any thread. */
  void bundlesChanged() {
    bundlesChanged.set(true);
  }

  /** What was in force, and installed, at the end of the last poll. Any thread. */
  Snapshot snapshot() {
    return snapshot;
  }

  /** Looks once, and does what is to be done. */
  void poll() {
    // Asked before the bundles are looked at: what it promises has to be among them.
    boolean allCame = startUpIsOver.getAsBoolean();
    boolean looked = bundlesChanged.getAndSet(false);
    if (looked) {
      look();
    }
    boolean accepted = readFile();
    if (inForce == null) {
      return;
    }
    if (looked && !accepted) {
      replace(plan(inForce.document()));
    } else if (!accepted) {
      secrets.look(draft, () -> plan(inForce.document()), inForce.file()).ifPresent(this::replace);
    }
    if (!complete) {
      apply();
    }
    snapshot = new Snapshot(inForce, installed);
    report(allCame);
    if (allCame && !saved && inForce.fromFile() && draft.problems().isEmpty()) {
      save();
    }
  }

  /** What would come of a file that says this: changes nothing. */
  Draft plan(JsonObject document) {
    Map<String, Integer> rankings = draft == null ? Map.of() : draft.plan().rankings();
    return Planner.plan(document, installed, rankings, secrets.interpolation());
  }

  /** What Config Admin holds, as far as it was told; empty while that is not all of it. */
  Optional<Plan> applied() {
    return complete ? Optional.of(draft.plan()) : Optional.empty();
  }

  /** Somebody else wrote into Config Admin: the next poll writes again what differs. */
  void applyAgain() {
    complete = false;
  }

  private void look() {
    try {
      installed = bundles.get();
    } catch (RuntimeException e) {
      // The owner of the thread reports it; the next poll looks again.
      bundlesChanged.set(true);
      throw e;
    }
  }

  /** Reads the file; true where its content was accepted and is now in force. */
  private boolean readFile() {
    ConfigFile.Found before = seen;
    seen = file.read();
    if (seen instanceof ConfigFile.Found.Content content) {
      byte[] bytes = content.bytes();
      if (inForce != null && inForce.fromFile() && Arrays.equals(inForce.content(), bytes)) {
        accept();
        return false;
      }
      // A file that is being written is incomplete for a moment: what is wrong counts only where
      // the next poll finds the same.
      boolean stable =
          before instanceof ConfigFile.Found.Content earlier
              && Arrays.equals(earlier.bytes(), bytes);
      return readContent(bytes, stable);
    }
    // Likewise for editors that delete the file before they write it anew.
    if (seen.equals(before)) {
      String reason =
          seen instanceof ConfigFile.Found.Unreadable unreadable
              ? "can't be read: " + unreadable.reason() + ". "
              : "is missing. ";
      refuse(file.path() + " " + reason);
    }
    return false;
  }

  private boolean readContent(byte[] bytes, boolean stable) {
    List<ConfigProblem> problems;
    try {
      JsonObject document = reader.read(bytes);
      Draft candidate = plan(document);
      problems = candidate.problems();
      if (problems.isEmpty()) {
        accept();
        putInForce(new InForce(file.name(), bytes, document, true), candidate);
        return true;
      }
    } catch (JsonException e) {
      problems = List.of(ConfigProblem.of(e));
    }
    if (stable) {
      refuse(ConfigProblem.report(file.name(), problems));
    }
    return false;
  }

  // What it changes, if anything, is told when it is written.
  private void accept() {
    if (refused != null) {
      refused = null;
      reports.information(file.name() + " is right again.");
    }
  }

  private void refuse(String reason) {
    if (reason.equals(refused)) {
      return;
    }
    refused = reason;
    if (inForce != null) {
      reports.error(reason + "Nothing was changed; the last good configuration stays.");
      return;
    }
    Optional<InForce> lastGoodOne = lastGood.loadInForce(reader, reports);
    if (lastGoodOne.isPresent()) {
      reports.error(
          reason + "The last good configuration is used instead: " + lastGood.path() + ".");
    } else {
      reports.error(
          reason
              + "There is no last good configuration either: starting without any extension, with"
              + " the defaults. Mend or write "
              + file.path()
              + ": it is taken over at once.");
    }
    InForce next = lastGoodOne.orElse(InForce.NOTHING);
    putInForce(next, plan(next.document()));
  }

  private void putInForce(InForce next, Draft nextDraft) {
    inForce = next;
    draft = nextDraft;
    complete = false;
    saved = false;
  }

  private void replace(Draft next) {
    draft = next;
    complete = false;
  }

  private void apply() {
    List<String> failures = new ArrayList<>();
    // Before the extensions: one of them adds to the same PID.
    baseLog.apply(draft.plan().logging()).ifPresent(failures::add);
    ConfigurationApplier.Outcome outcome = applier.apply(draft.plan());
    failures.addAll(outcome.failures());
    complete = failures.isEmpty();
    if (!outcome.written().isEmpty() || !outcome.deleted().isEmpty()) {
      reports.information(
          inForce.file()
              + " is in force: wrote "
              + names(outcome.written())
              + ", deleted "
              + names(outcome.deleted())
              + ".");
    }
    if (complete) {
      reports.clear(Topic.WRITING);
    } else {
      reports.error(
          Topic.WRITING, String.join("\n", failures) + "\nIt will be tried again until it works.");
    }
  }

  private void report(boolean allCame) {
    // The file itself was right; these came with a bundle that was installed or changed later.
    if (draft.problems().isEmpty()) {
      reports.clear(Topic.SECTIONS);
    } else {
      reports.error(
          Topic.SECTIONS,
          ConfigProblem.report(inForce.file(), draft.problems())
              + "What belongs to it gets no configuration until this is mended; everything else"
              + " stays.");
    }
    List<ConfigProblem> warnings = new ArrayList<>(draft.warnings());
    if (allCame) {
      warnings.addAll(draft.unowned());
    }
    // At start-up two may run until whoever does operations has cleared up.
    List<String> contested = allCame ? inFile(draft.contested()) : List.of();
    reports.warnings(inFile(warnings), contested);
  }

  private List<String> inFile(List<ConfigProblem> found) {
    return found.stream().map(it -> it.in(inForce.file())).toList();
  }

  private void save() {
    try {
      lastGood.save(inForce.content());
      reports.clear(Topic.LAST_GOOD);
      saved = true;
    } catch (IOException e) {
      reports.warning(
          Topic.LAST_GOOD,
          "The last good configuration can't be saved as "
              + lastGood.path()
              + ": "
              + e
              + ". It is used as long as the engine runs.");
    }
  }

  private static String names(List<String> pids) {
    return pids.isEmpty() ? "nothing" : String.join(", ", pids);
  }
}
