package italk.engine.api.configuration;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads and changes the engine's configuration. An OSGi service of whoever owns {@code
 * config.json}; there is none where an integrator feeds Config Admin by other means. Safe for any
 * thread.
 *
 * <p>A change is an edit of {@code config.json}: only the place that it is about changes, all other
 * bytes stay. The text that would come of it is checked first, like a file that somebody saves; one
 * that is wrong is not written. What is written is taken over in the same way as a file that
 * somebody saves. Changes are done one after the other, on a thread of the service.
 *
 * <p>A <em>path</em> is {@code section.option}, such as {@code welcome.message}, or a key of its
 * own at the top, such as {@code logging}. The original's flat keys ({@code welcome_message}) are
 * paths, too: they mean the option that they stand for. Where the file has the flat key and not the
 * section's, the flat key is changed.
 *
 * <p>Calls that change wait until it is in force, ten seconds at most, then answer {@link
 * ConfigurationOutcome.Result#PENDING}. They must not be made by a component while it is given its
 * configuration (in its activation or modification): the answer waits for that component.
 *
 * <p>Nothing that can be foreseen is an exception; a missing argument is a {@link
 * NullPointerException}. Whoever calls has to know who may: the service does not ask.
 *
 * @since 1.0
 */
@ProviderType
public interface EngineConfiguration {

  /** Who changed it where the file was edited by hand or by a program of somebody else's. */
  String BY_FILE = "file";

  /** Who changed it where a configuration was changed in Config Admin itself. */
  String BY_CONFIG_ADMIN = "Config Admin";

  /** Stands for a value that is not shown, as a text: {@code "(secret)"} in JSON. */
  String MASK = "(secret)";

  /** The longest name of who changes something, in characters; what is longer is cut. */
  int MAX_WHO = 100;

  /**
   * What the file in force says. An option that it doesn't give has its default and is not here.
   *
   * @param path a path, a section's name, or empty for the whole file
   * @return the value as JSON on one line, with every secret value replaced by {@link #MASK}; empty
   *     where the file does not give it
   */
  Optional<String> get(String path);

  /**
   * Gives an option a value.
   *
   * @param path which
   * @param value JSON, or a plain text: what is no JSON is taken as a text, and so is everything
   *     that is not in quotes where the option is described as a text
   * @param who who wants it, for the history; such as the name of a user at the shell
   */
  ConfigurationOutcome set(String path, String value, String who);

  /**
   * Takes an option out of the file, so that it has its default; flat key and section's key where
   * there are both.
   *
   * @param path which
   * @param who who wants it
   */
  ConfigurationOutcome unset(String path, String who);

  /**
   * Adds an extension at the end of the list {@code extensions}. It need not be installed: it is
   * then active as soon as it comes, and a finding says so.
   *
   * @param extension the extension's name
   * @param who who wants it
   */
  ConfigurationOutcome enable(String extension, String who);

  /**
   * Takes an extension out of the list {@code extensions}. Its section stays.
   *
   * @param extension the extension's name
   * @param who who wants it
   */
  ConfigurationOutcome disable(String extension, String who);

  /**
   * Puts enabled extensions first, in this order; those that are not named follow in the order they
   * have.
   *
   * @param extensions names of enabled extensions, none twice
   * @param who who wants it
   */
  ConfigurationOutcome order(List<String> extensions, String who);

  /**
   * Goes back to the content before the last change, whoever made it; a second call goes back
   * further. Where the file is not what is in force, because it is wrong or gone, what is in force
   * is written back: what was in the file is kept in {@code data/config-history/refused.json}.
   *
   * @param who who wants it
   */
  ConfigurationOutcome undo(String who);

  /**
   * Checks a file and compares it with what is in force. A file that can't be read is a finding.
   * Nothing is changed, and nobody waited for: it is done on the caller's thread.
   *
   * @param file an absolute path, such as {@link #file()}: what is saved there may not be in force
   */
  ConfigurationPreview preview(Path file);

  /**
   * Writes the original's flat keys as sections, with the same meaning. The outcome's message says
   * what was done, a line for each key; {@link ConfigurationOutcome#changes()} is empty, because no
   * value changes.
   *
   * @param who who wants it
   */
  ConfigurationOutcome migrate(String who);

  /** Where {@code config.json} is, whether it is there or not; an absolute path. */
  Path file();

  /** The contents that came into force lately, the newest first; at most 50. */
  List<ConfigurationVersion> history();
}
