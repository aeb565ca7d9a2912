package italk.engine.shell;

import italk.engine.api.configuration.EngineConfiguration;
import italk.engine.shell.text.Actions;
import italk.engine.shell.text.CommandUsage;
import italk.engine.shell.text.Printable;
import italk.engine.shell.text.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.felix.gogo.runtime.Reflective;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Reading and changing {@code config.json}. There only where that file configures the engine; the
 * other commands do without.
 */
@Component(immediate = true, service = ConfigurationCommands.class)
@GogoCommand(
    scope = "italk",
    function = {"config", "enable", "disable", "order"})
public final class ConfigurationCommands {

  private final EngineConfiguration configuration;
  private final ConfigurationActions actions;

  /** Needs whoever owns {@code config.json}. */
  @Activate
  public ConfigurationCommands(@Reference EngineConfiguration configuration) {
    this.configuration = configuration;
    this.actions = new ConfigurationActions(configuration);
  }

  /** All that config.json says. */
  @Descriptor("lists what config.json in force says; what it does not give has its default")
  public List<Setting> config() {
    return actions.all();
  }

  /** Everything else about config.json: the first word says what. */
  @Actions(ConfigurationActions.class)
  @Descriptor(
      "reads and changes config.json: get PATH, set PATH VALUE, unset PATH, check FILE, diff [FILE],"
          + " history, undo, migrate, schema; see commands")
  public Object config(
      CommandSession shell,
      @Descriptor("ACTION") String action,
      @Descriptor("WORD…") String... words)
      throws Exception {
    String name = Words.word(action).toLowerCase(Locale.ROOT);
    List<CommandUsage> all = CommandUsage.ofActions("config", ConfigurationActions.class);
    List<CommandUsage> usages = all.stream().filter(each -> each.isOf("config " + name)).toList();
    if (usages.isEmpty()) {
      throw CommandFailure.usage("config knows no \"" + Printable.line(name) + "\". Usage:", all);
    }
    try {
      List<Object> given = Arrays.stream(words).<Object>map(Words::word).toList();
      return Reflective.invoke(shell, actions, name, given);
    } catch (IllegalArgumentException e) {
      if (CommandUsage.isViolatedIn(e)) {
        throw CommandFailure.usage("Wrong arguments for config " + name + ". Usage:", usages);
      }
      throw e;
    }
  }

  /** Enables an extension. */
  @Descriptor(
      "puts an extension at the end of \"extensions\" in config.json; it may be installed later")
  public String enable(CommandSession shell, @Descriptor("NAME") String extension) {
    return ConfigurationActions.told(
        configuration.enable(Words.word(extension), ShellUser.of(shell)));
  }

  /** Disables an extension. */
  @Descriptor("takes an extension out of \"extensions\" in config.json; its section stays")
  public String disable(CommandSession shell, @Descriptor("NAME") String extension) {
    return ConfigurationActions.told(
        configuration.disable(Words.word(extension), ShellUser.of(shell)));
  }

  /** Says which extensions are asked first. */
  @Descriptor("puts enabled extensions first, in this order; those not named follow as they are")
  public String order(CommandSession shell, @Descriptor("NAME…") String... extensions) {
    if (extensions.length == 0) {
      throw CommandFailure.usage(
          "Wrong arguments for order. Usage:", CommandUsage.of(shell, "italk:order"));
    }
    List<String> names = Arrays.stream(extensions).map(Words::word).toList();
    return ConfigurationActions.told(configuration.order(names, ShellUser.of(shell)));
  }
}
