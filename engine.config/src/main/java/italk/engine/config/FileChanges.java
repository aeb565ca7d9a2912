package italk.engine.config;

import italk.engine.api.configuration.ConfigurationOutcome;
import italk.engine.api.configuration.ConfigurationOutcome.Result;
import italk.engine.api.configuration.EngineConfiguration;
import italk.engine.api.configuration.Finding;
import italk.engine.api.configuration.Finding.Severity;
import italk.engine.api.configuration.KeyChange;
import italk.engine.config.ConfigFile.Found;
import italk.engine.config.Versions.Author;
import italk.engine.config.change.Change;
import italk.engine.config.change.Changes;
import italk.engine.config.change.Differences;
import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.plan.ConfigProblem;
import italk.engine.config.plan.Draft;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Looks at everything once, {@link #poll}, and changes the file for doors and for Config Admin: the
 * text that would come of it is planned first; what is written is taken over by the watcher like
 * anybody's. There is no other way in, so there is nothing that could go round in a circle. For the
 * thread "italk-config" only.
 */
final class FileChanges {

  /** How often a change starts anew because somebody else saved the file meanwhile. */
  private static final int ATTEMPTS = 5;

  private final ConfigFile file;
  private final ConfigurationWatcher watcher;
  private final Versions versions;
  private final ForeignChanges foreign;
  private final BooleanSupplier startUpIsOver;
  private final Reports reports;
  private final JsonReader reader = new JsonReader();

  // Set by any thread, taken by ours.
  private final AtomicBoolean configAdminChanged = new AtomicBoolean();

  FileChanges(
      ConfigFile file,
      ConfigurationWatcher watcher,
      Versions versions,
      ForeignChanges foreign,
      BooleanSupplier startUpIsOver,
      Reports reports) {
    this.file = file;
    this.watcher = watcher;
    this.versions = versions;
    this.foreign = foreign;
    this.startUpIsOver = startUpIsOver;
    this.reports = reports;
  }

  /** Something changed in Config Admin, be it by us: the next poll looks. Any thread. */
  void configAdminChanged() {
    configAdminChanged.set(true);
  }

  /** Looks once, and does what is to be done. */
  void poll() {
    if (configAdminChanged.getAndSet(false)) {
      try {
        watcher.applied().ifPresent(this::takeOverForeign);
      } catch (RuntimeException e) {
        // The file must be read all the same.
        configAdminChanged.set(true);
        reports.failure(e);
      }
    }
    look();
  }

  private void look() {
    watcher.poll();
    versions.follow(watcher.snapshot(), startUpIsOver.getAsBoolean());
  }

  /** Changes the file, and waits until that is in force. */
  ConfigurationOutcome change(Change change, String who) {
    for (int i = 0; i < ATTEMPTS; i++) {
      // What was saved by hand a moment ago is a change of its own, and no part of this one.
      look();
      Optional<ConfigurationOutcome> outcome = attempt(change, who);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return somebodyElse();
  }

  private Optional<ConfigurationOutcome> attempt(Change change, String who) {
    Found found = file.read();
    if (!(found instanceof Found.Content content)) {
      return Optional.of(
          outcome(
              Result.FAILED,
              file.path()
                  + (found instanceof Found.Unreadable unreadable
                      ? " can't be read: " + unreadable.reason() + "."
                      : " is missing: undo writes what is in force.")));
    }
    try {
      JsonObject document = reader.read(content.bytes());
      String text = new String(content.bytes(), StandardCharsets.UTF_8);
      Change.Result result =
          change.on(new Change.Source(text, document, watcher.snapshot().installed()));
      if (result instanceof Change.Result.Refused refused) {
        return Optional.of(outcome(Result.REFUSED, refused.why()));
      }
      Change.Result.Text next = (Change.Result.Text) result;
      return next.text().equals(text)
          ? Optional.of(outcome(Result.UNCHANGED, ""))
          : write(
              found, Author.of(next.text().getBytes(StandardCharsets.UTF_8), who), next.message());
    } catch (JsonException e) {
      return Optional.of(refused(e));
    }
  }

  /** Goes back. */
  ConfigurationOutcome undo(String who) {
    for (int i = 0; i < ATTEMPTS; i++) {
      look();
      Optional<ConfigurationOutcome> outcome = attemptUndo(who);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return somebodyElse();
  }

  private Optional<ConfigurationOutcome> attemptUndo(String who) {
    Found found = file.read();
    InForce inForce = watcher.snapshot().inForce();
    byte[] inFile = found instanceof Found.Content content ? content.bytes() : null;
    try {
      if (found instanceof Found.Unreadable unreadable) {
        return Optional.of(
            outcome(Result.FAILED, file.path() + " can't be read: " + unreadable.reason() + "."));
      } else if (!Arrays.equals(inFile, inForce.content())) {
        return writeBack(found, inFile, inForce, who);
      }
      Optional<Version> before =
          versions
              .current()
              .map(Version::before)
              .filter(OptionalLong::isPresent)
              .flatMap(it -> versions.find(it.getAsLong()));
      Optional<byte[]> text =
          before.isEmpty() ? Optional.empty() : versions.content(before.get().number());
      if (text.isEmpty()) {
        return Optional.of(outcome(Result.REFUSED, "There is no version before this one."));
      }
      OptionalLong restored = OptionalLong.of(before.get().number());
      return write(found, new Author(text.get(), who, restored, before.get().before()), "");
    } catch (IOException e) {
      return Optional.of(outcome(Result.FAILED, "The history can't be read or written: " + e));
    }
  }

  private Optional<ConfigurationOutcome> writeBack(
      Found found, byte[] inFile, InForce inForce, String who) throws IOException {
    if (inForce.content().length == 0) {
      return Optional.of(outcome(Result.REFUSED, "Nothing that could be written is in force."));
    }
    String kept = "";
    if (inFile != null) {
      Path place = versions.keepRefused(inFile);
      kept = " What was in it is in " + place + ".";
    }
    if (!file.replace(found, inForce.content())) {
      return Optional.empty();
    }
    reports.information(file.name() + ": what is in force was written back by " + who + "." + kept);
    look();
    return Optional.of(
        outcome(
            Result.DONE,
            file.name()
                + (inFile == null ? " was missing" : " was not what is in force")
                + ": what is in force was written back."
                + kept));
  }

  /** Writes what is right; empty where somebody else was at the file. */
  private Optional<ConfigurationOutcome> write(Found found, Author author, String message) {
    Draft draft;
    JsonObject before = watcher.snapshot().inForce().document();
    JsonObject after;
    try {
      after = reader.read(author.content());
      draft = watcher.plan(after);
    } catch (JsonException e) {
      return Optional.of(refused(e));
    }
    List<Finding> findings = new ArrayList<>(Findings.of(file.name(), draft));
    findings.addAll(Findings.absent(file.name(), before, after, watcher.snapshot().installed()));
    if (!draft.problems().isEmpty()) {
      String why = file.name() + " would not be right any more.";
      return Optional.of(new ConfigurationOutcome(Result.REFUSED, why, findings, List.of()));
    }
    try {
      versions.expect(author);
      if (!file.replace(found, author.content())) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.of(
          outcome(Result.FAILED, file.path() + " can't be written: " + e + ". It is as it was."));
    }
    look();
    Installed installed = watcher.snapshot().installed();
    List<KeyChange> changes = Differences.between(before, after, installed);
    return Optional.of(
        isInForce(author.content())
            ? new ConfigurationOutcome(Result.DONE, message, findings, changes)
            : new ConfigurationOutcome(
                Result.PENDING,
                file.name() + " is written, and not in force yet: the log says why.",
                findings,
                changes));
  }

  private boolean isInForce(byte[] content) {
    InForce now = watcher.snapshot().inForce();
    return now.fromFile() && Arrays.equals(now.content(), content) && watcher.applied().isPresent();
  }

  // --- Config Admin ---------------------------------------------------------------------------

  private void takeOverForeign(Plan plan) {
    ForeignChanges.Found found = foreign.find(plan);
    if (found.isNothing()) {
      return;
    }
    found
        .putBack()
        .forEach(it -> reports.warning(it + " It is put back to what " + file.name() + " says."));
    if (!found.values().isEmpty()) {
      ConfigurationOutcome outcome =
          change(Changes.values(found.values()), EngineConfiguration.BY_CONFIG_ADMIN);
      if (!outcome.isGood()) {
        StringBuilder why = new StringBuilder();
        outcome.findings().stream()
            .filter(it -> it.severity() == Severity.ERROR)
            .forEach(it -> why.append(it).append('\n'));
        reports.error(
            why
                + "What was changed in Config Admin does not fit and is put back to what "
                + file.name()
                + " says. "
                + outcome.message());
      }
    }
    // In any case: there may be a mark, a ranking or a type that is not ours. Not before: what was
    // changed would be put back, only to be written again.
    watcher.applyAgain();
  }

  // --- outcomes -------------------------------------------------------------------------------

  private ConfigurationOutcome refused(JsonException e) {
    Finding finding = Findings.of(Severity.ERROR, file.name(), ConfigProblem.of(e));
    return new ConfigurationOutcome(
        Result.REFUSED,
        file.name() + " can't be read: mend it, or undo writes what is in force.",
        List.of(finding),
        List.of());
  }

  private ConfigurationOutcome somebodyElse() {
    return outcome(
        Result.FAILED, file.name() + " is being changed by somebody else again and again.");
  }

  private static ConfigurationOutcome outcome(Result result, String message) {
    return new ConfigurationOutcome(result, message, List.of(), List.of());
  }
}
