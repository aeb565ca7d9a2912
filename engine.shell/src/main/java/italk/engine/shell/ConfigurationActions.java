package italk.engine.shell;

import italk.engine.api.configuration.ConfigurationOutcome;
import italk.engine.api.configuration.ConfigurationPreview;
import italk.engine.api.configuration.ConfigurationVersion;
import italk.engine.api.configuration.EngineConfiguration;
import italk.engine.shell.text.ConfigurationWords;
import italk.engine.shell.text.Listing;
import italk.engine.shell.text.Printable;
import italk.engine.shell.text.Setting;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;

/**
 * What {@code config ACTION} can do: a public method for each action, called by Gogo like a command
 * of its own.
 *
 * @see ConfigurationCommands
 */
final class ConfigurationActions {

  private static final String SCHEMA = "$schema";

  private final EngineConfiguration configuration;

  ConfigurationActions(EngineConfiguration configuration) {
    this.configuration = configuration;
  }

  /** What the whole file says. */
  List<Setting> all() {
    return Listing.of(
        configuration.get("").map(Setting::allOf).orElse(List.of()),
        "Nothing is configured: no config.json is in force, or it is empty.");
  }

  /** One value. */
  @Descriptor("shows the value of an option, or a whole section, as JSON")
  public String get(@Descriptor("PATH") String path) {
    return configuration.get(path).map(Printable::line).orElseThrow(() -> notGiven(path));
  }

  private CommandFailure notGiven(String path) {
    return CommandFailure.of(
        "\""
            + Printable.line(path)
            + "\" is not given in the "
            + Printable.line(configuration.file().getFileName().toString())
            + " in force: an option that isn't has its default. See: config");
  }

  /** Gives an option a value. */
  @Descriptor(
      "gives an option a value: JSON, such as 5, true or '[\"a\"]'; what is no JSON is a text")
  public String set(
      CommandSession shell, @Descriptor("PATH") String path, @Descriptor("VALUE") String value) {
    return told(configuration.set(path, value, ShellUser.of(shell)));
  }

  /** Gives an option its default. */
  @Descriptor("takes an option out of config.json, so that it has its default")
  public String unset(CommandSession shell, @Descriptor("PATH") String path) {
    return told(configuration.unset(path, ShellUser.of(shell)));
  }

  /** Whether a file would be taken over. */
  @Descriptor("checks a file before it becomes config.json, and changes nothing")
  public String check(CommandSession shell, @Descriptor("FILE") String file) {
    Path path = Words.file(shell, file, "a file");
    return String.join("\n", ConfigurationWords.checked(path, good(path)));
  }

  /** What was saved and is not in force. */
  @Descriptor("shows what config.json, as it is saved, would change of what is in force")
  public String diff() {
    return diff(configuration.file());
  }

  /** What a file would change. */
  @Descriptor("shows what a file would change if it were config.json, and changes nothing")
  public String diff(CommandSession shell, @Descriptor("FILE") String file) {
    return diff(Words.file(shell, file, "a file"));
  }

  private String diff(Path path) {
    return String.join("\n", ConfigurationWords.compared(path, good(path)));
  }

  private ConfigurationPreview good(Path path) {
    ConfigurationPreview preview = configuration.preview(path);
    if (!preview.isGood()) {
      throw CommandFailure.of(ConfigurationWords.lines(preview.findings()));
    }
    return preview;
  }

  /** Away from flat keys. */
  @Descriptor("rewrites the flat keys of config.json as sections; what they mean stays")
  public String migrate(CommandSession shell) {
    return told(configuration.migrate(ShellUser.of(shell)));
  }

  /** What was changed. */
  @Descriptor("lists the last changes, also by an editor or a console: when, by whom, what")
  public List<ConfigurationVersion> history() {
    return Listing.of(configuration.history(), "Nothing came into force yet.");
  }

  /** Goes back. */
  @Descriptor("goes back to what was in force before the last change; again goes back further")
  public String undo(CommandSession shell) {
    return told(configuration.undo(ShellUser.of(shell)));
  }

  /** Where the schema is. */
  @Descriptor("shows where the JSON Schema is that config.json names, for editors")
  public String schema() {
    String named =
        configuration
            .get(SCHEMA)
            .orElseThrow(
                () ->
                    CommandFailure.of(
                        Printable.line(configuration.file().toString())
                            + " names no schema: it has no key \""
                            + SCHEMA
                            + "\"."));
    // A text in JSON; with an escape in it, it is no path that anybody would write.
    String plain = named.replaceAll("^\"|\"$", "");
    return Printable.line(
        plain.contains("\\") || plain.contains(":")
            ? plain
            : configuration.file().resolveSibling(plain).normalize().toString());
  }

  /**
   * What came of a change, for people.
   *
   * @throws CommandFailure where it is not in force
   */
  static String told(ConfigurationOutcome outcome) {
    List<String> lines = ConfigurationWords.lines(outcome);
    if (!outcome.isGood()) {
      throw CommandFailure.of(lines);
    }
    return String.join("\n", lines);
  }
}
