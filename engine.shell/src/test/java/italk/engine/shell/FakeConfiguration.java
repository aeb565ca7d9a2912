package italk.engine.shell;

import italk.engine.api.configuration.ConfigurationOutcome;
import italk.engine.api.configuration.ConfigurationOutcome.Result;
import italk.engine.api.configuration.ConfigurationPreview;
import italk.engine.api.configuration.ConfigurationVersion;
import italk.engine.api.configuration.EngineConfiguration;
import italk.engine.api.configuration.Finding;
import italk.engine.api.configuration.KeyChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers what a test wants, and keeps what it was asked. */
public final class FakeConfiguration implements EngineConfiguration {

  /** What was asked, such as {@code set welcome.message=Salut by shell}. */
  public final List<String> asked = new ArrayList<>();

  public final Map<String, String> values = new HashMap<>();
  public final List<ConfigurationVersion> versions = new ArrayList<>();
  public ConfigurationPreview preview = new ConfigurationPreview(List.of(), List.of(), List.of());
  public ConfigurationOutcome outcome =
      done(List.of(change("welcome.message", "\"Bonjour\"", "\"Salut\"")));

  /** What came of a change that is in force. */
  public static ConfigurationOutcome done(List<KeyChange> changes, Finding... findings) {
    return new ConfigurationOutcome(Result.DONE, "", List.of(findings), changes);
  }

  /** What came of a change that is not. */
  public static ConfigurationOutcome not(Result result, String message, Finding... findings) {
    return new ConfigurationOutcome(result, message, List.of(findings), List.of());
  }

  /** A value that is another now. */
  public static KeyChange change(String path, String before, String after) {
    return new KeyChange(path, Optional.of(before), Optional.of(after), false);
  }

  /** Something in line 4. */
  public static Finding finding(Finding.Severity severity, String path, String message) {
    return new Finding(severity, "config.json", 4, 25, path, message);
  }

  @Override
  public Optional<String> get(String path) {
    return Optional.ofNullable(values.get(path));
  }

  @Override
  public ConfigurationOutcome set(String path, String value, String who) {
    return asked("set " + path + "=" + value, who);
  }

  @Override
  public ConfigurationOutcome unset(String path, String who) {
    return asked("unset " + path, who);
  }

  @Override
  public ConfigurationOutcome enable(String extension, String who) {
    return asked("enable " + extension, who);
  }

  @Override
  public ConfigurationOutcome disable(String extension, String who) {
    return asked("disable " + extension, who);
  }

  @Override
  public ConfigurationOutcome order(List<String> extensions, String who) {
    return asked("order " + extensions, who);
  }

  @Override
  public ConfigurationOutcome undo(String who) {
    return asked("undo", who);
  }

  private ConfigurationOutcome asked(String what, String who) {
    asked.add(what + " by " + who);
    return outcome;
  }

  @Override
  public ConfigurationOutcome migrate(String who) {
    return asked("migrate", who);
  }

  @Override
  public ConfigurationPreview preview(Path file) {
    asked.add("preview " + file);
    return preview;
  }

  @Override
  public Path file() {
    return Path.of("/srv/italk/config.json");
  }

  @Override
  public List<ConfigurationVersion> history() {
    return versions;
  }
}
