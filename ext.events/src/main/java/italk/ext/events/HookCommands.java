package italk.ext.events;

import italk.engine.api.extension.ActiveHook;
import java.time.Duration;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** What is hooked where, and the switch to leave a hook out. */
@Component(
    service = HookCommands.class,
    configurationPid = EventsManagement.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GogoCommand(
    scope = "italk",
    function = {"hooks", "mutehook", "unmutehook"})
public final class HookCommands {

  private final HookMutes mutes;

  /** Needs who mutes. */
  @Activate
  public HookCommands(@Reference HookMutes mutes) {
    this.mutes = mutes;
  }

  /** All hooks. */
  @Descriptor("lists the hooks in the order in which they are asked and told, and how that goes")
  public String hooks() {
    List<ActiveHook> hooks = mutes.list();
    if (hooks.isEmpty()) {
      return "Nothing is hooked.";
    }
    Table table =
        new Table(
            "HOOK",
            "#",
            "EXTENSION",
            "STATE",
            "CALLS",
            "REJECTS",
            "FAILURES",
            "WAITING",
            "MEAN",
            "LONGEST");
    hooks.forEach(
        hook ->
            table.row(
                hook.type(),
                hook.order(),
                hook.extension(),
                hook.muted() ? "muted" : "in use",
                hook.calls(),
                hook.rejects(),
                hook.failures(),
                hook.waiting(),
                time(hook.mean()),
                time(hook.longest())));
    return table.toString();
  }

  private static String time(Duration duration) {
    return duration.isZero() ? "-" : Table.millis(duration);
  }

  /** Leaves hooks out. */
  @Descriptor("leaves the hooks of one type of an extension out, over restarts, too; see hooks")
  public String mutehook(
      @Descriptor("EXTENSION") String extension, @Descriptor("HOOK") String type) {
    return mutehook(extension, type, "");
  }

  /** Leaves hooks out, and records why. */
  @Descriptor("leaves the hooks of one type of an extension out, and records why")
  public String mutehook(
      @Descriptor("EXTENSION") String extension,
      @Descriptor("HOOK") String type,
      @Descriptor("REASON") String reason) {
    mutes.mute(extension, type, reason);
    return type + " of " + extension + " is muted, until: unmutehook " + extension + " " + type;
  }

  /** Has hooks asked or told again. */
  @Descriptor("has the hooks of one type of an extension asked or told again")
  public String unmutehook(
      @Descriptor("EXTENSION") String extension, @Descriptor("HOOK") String type) {
    return unmutehook(extension, type, "");
  }

  /** Has hooks asked or told again, and records why. */
  @Descriptor("has the hooks of one type of an extension asked or told again, and records why")
  public String unmutehook(
      @Descriptor("EXTENSION") String extension,
      @Descriptor("HOOK") String type,
      @Descriptor("REASON") String reason) {
    String hook = Table.line(type) + " of " + Table.line(extension);
    return mutes.unmute(extension, type, reason)
        ? hook + " is asked or told again."
        : hook + " was not muted.";
  }
}
