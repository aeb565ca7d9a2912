package italk.engine.shell;

import static italk.engine.shell.CommandFailure.plainly;

import italk.engine.api.store.StoreArchive;
import italk.engine.shell.text.CommandUsage;
import italk.engine.shell.text.Printable;
import italk.engine.shell.text.StoredWords;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The whole store as a file. There only where the store can do that. */
@Component(immediate = true, service = ArchiveCommands.class)
@GogoCommand(
    scope = "italk",
    function = {"backup", "export", "import"})
public final class ArchiveCommands {

  private static final String ORIGINAL = "--original";

  private final StoreArchive archive;

  /** Needs the store's archive. */
  @Activate
  public ArchiveCommands(@Reference StoreArchive archive) {
    this.archive = archive;
  }

  /** Copies the database. */
  @Descriptor(
      "copies the database to a new file while people chat; bin/italk restore brings it back")
  public String backup(CommandSession shell, @Descriptor("FILE") String file) {
    Path path = Words.path(shell, Words.word(file));
    plainly(
        () -> {
          archive.backup(path);
          return null;
        });
    return "The store is backed up: " + Printable.line(path.toString());
  }

  /** Writes everything as text. */
  @Descriptor("writes all that the store keeps to a new file, as JSON lines, while people chat")
  public String export(CommandSession shell, @Descriptor("FILE") String file) {
    Path path = Words.path(shell, Words.word(file));
    return StoredWords.exported(plainly(() -> archive.exportTo(path)), path);
  }

  /**
   * Reads what was exported. Not called {@code import}, which Java does not allow: Gogo finds a
   * method with an underscore for a word of Java's.
   */
  @Descriptor("brings in what export wrote, or the original's state; what is there stays as it is")
  public String _import(CommandSession shell, @Descriptor("[--original] <FILE>") String... words) {
    Options options = Options.in(words, List.of(ORIGINAL), List.of());
    if (options.words().size() != 1) {
      throw CommandFailure.usage(
          "Wrong arguments for import. Usage:", CommandUsage.of(shell, "italk:import"));
    }
    Path path = Words.file(shell, options.words().get(0), "a file");
    return StoredWords.imported(
        plainly(
            () -> options.has(ORIGINAL) ? archive.importOriginal(path) : archive.importFrom(path)));
  }
}
