package italk.engine.shell;

import static italk.engine.shell.CommandFailure.plainly;

import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Target;
import italk.engine.shell.text.CommandUsage;
import italk.engine.shell.text.Listing;
import italk.engine.shell.text.Printable;
import java.util.List;
import java.util.Locale;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What was done to keep order. There only where somebody keeps a record of it. */
@Component(immediate = true, service = ModerationCommands.class)
@GogoCommand(
    scope = "italk",
    function = {"moderation"})
public final class ModerationCommands {

  private static final String TARGET =
      "user:ID | group:NAME | message:ID | conversation:KEY | extension:NAME";
  private static final int PAGE = 50;

  private final ModerationRecords records;

  /** Needs the record. */
  @Activate
  public ModerationCommands(@Reference ModerationRecords records) {
    this.records = records;
  }

  /** The newest records. */
  @Descriptor(
      "lists the last 50 things that were done to keep order, or to a target such as user:ID or"
          + " group:NAME")
  public List<ModerationRecord> moderation(
      CommandSession shell, @Descriptor("[--about TARGET] [--before NUMBER]") String... words) {
    Options options = Options.in(words, List.of(), List.of("--about", "--before"));
    if (!options.words().isEmpty()) {
      throw CommandFailure.usage(
          "Wrong arguments for moderation. Usage:", CommandUsage.of(shell, "italk:moderation"));
    }
    long before = options.get("--before").map(ModerationCommands::number).orElse(Long.MAX_VALUE);
    return plainly(
        () -> {
          List<ModerationRecord> found =
              options
                  .get("--about")
                  .map(about -> records.about(target(about), before, PAGE))
                  .orElseGet(() -> records.before(before, PAGE));
          return Listing.page(
              found,
              PAGE,
              "Nothing was done.",
              "… and perhaps older ones: --before "
                  + (found.isEmpty() ? "" : found.get(found.size() - 1).number()));
        });
  }

  private static long number(String word) {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw CommandFailure.of(
          "Expected the number of a record, found \"" + Printable.line(word) + "\".");
    }
  }

  private static Target target(String word) {
    for (Target.Kind kind : Target.Kind.values()) {
      String prefix = kind.name().toLowerCase(Locale.ROOT) + ":";
      if (word.startsWith(prefix)) {
        return new Target(kind, word.substring(prefix.length()));
      }
    }
    throw CommandFailure.of(
        "What something was done to is " + TARGET + ", found \"" + Printable.line(word) + "\".");
  }
}
