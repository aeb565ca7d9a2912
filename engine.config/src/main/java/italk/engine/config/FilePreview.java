package italk.engine.config;

import italk.engine.api.configuration.ConfigurationPreview;
import italk.engine.api.configuration.Finding;
import italk.engine.config.ConfigFile.Found;
import italk.engine.config.JarOptionCheck.Snapshot;
import italk.engine.config.json.JsonException;
import italk.engine.config.json.JsonReader;
import italk.engine.config.json.JsonValue.JsonObject;
import italk.engine.config.json.Location;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.plan.ConfigProblem;
import italk.engine.config.preview.ConfigChange;
import italk.engine.config.preview.ConfigPreview;
import italk.engine.config.preview.Effect;
import italk.engine.config.preview.Preview;
import italk.engine.config.preview.Reactions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Says what a file would do. Safe for any thread: the file is read on the caller's, and what it is
 * compared with is a snapshot.
 */
final class FilePreview {

  private final Supplier<Snapshot> snapshot;
  private final Supplier<Reactions> reactions;
  private final Interpolation interpolation;

  FilePreview(
      Supplier<Snapshot> snapshot, Supplier<Reactions> reactions, Interpolation interpolation) {
    this.snapshot = snapshot;
    this.reactions = reactions;
    this.interpolation = interpolation;
  }

  ConfigurationPreview of(Path file) {
    String name = String.valueOf(file.getFileName());
    // Not read where it is something else: a pipe would never end.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return refused(name, wholeFile("expected a file, found something else at " + file + "."));
    }
    Found found = new ConfigFile(file).read();
    if (found instanceof Found.Content content) {
      return of(name, content.bytes());
    }
    return refused(
        name,
        wholeFile(
            found instanceof Found.Unreadable unreadable
                ? file + " can't be read: " + unreadable.reason() + "."
                : file + " is not there."));
  }

  private ConfigurationPreview of(String name, byte[] content) {
    Snapshot now = snapshot.get();
    JsonObject inForce = now.inForce().document();
    JsonObject candidate;
    try {
      candidate = new JsonReader().read(content);
    } catch (JsonException e) {
      return refused(name, ConfigProblem.of(e));
    }
    Preview preview =
        new ConfigPreview(now.installed(), reactions.get(), interpolation)
            .compare(inForce, candidate);
    List<Finding> findings =
        new ArrayList<>(Findings.of(name, preview.problems(), preview.warnings()));
    findings.addAll(Findings.absent(name, inForce, candidate, now.installed()));
    return new ConfigurationPreview(
        findings,
        preview.changes().stream().map(ConfigChange::line).toList(),
        preview.effects().stream().map(Effect::line).toList());
  }

  private static ConfigProblem wholeFile(String text) {
    return new ConfigProblem(Location.START, "", text);
  }

  private static ConfigurationPreview refused(String name, ConfigProblem problem) {
    return new ConfigurationPreview(
        Findings.of(name, List.of(problem), List.of()), List.of(), List.of());
  }
}
