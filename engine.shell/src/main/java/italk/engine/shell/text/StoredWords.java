package italk.engine.shell.text;

import italk.engine.api.MessageId;
import italk.engine.api.ReadPositions;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.store.StoreArchive.Counts;
import java.nio.file.Path;
import java.util.List;

/** What the store keeps and what was taken out of it, in words. */
public final class StoredWords {

  private StoredWords() {}

  /** What an export has in it. */
  public static String exported(Counts counts, Path file) {
    return "Exported to " + Printable.line(file.toString()) + ": " + things(counts) + ".";
  }

  /** What an import has brought. */
  public static String imported(Counts counts) {
    String repeated =
        counts.repeated() == 0
            ? ""
            : " What was there already stayed as it is: " + counts.repeated() + ".";
    return "Imported: " + things(counts) + "." + repeated;
  }

  private static String things(Counts counts) {
    return counts.users()
        + " users, "
        + counts.groups()
        + " groups, "
        + counts.messages()
        + " messages, "
        + counts.others()
        + " others";
  }

  /** Where a user has missed something. */
  static String unread(List<ReadPositions.Unread> unread) {
    Table table = new Table("CONVERSATION", "UNREAD", "READ UP TO", "LATEST");
    unread.forEach(
        each ->
            table.row(
                each.conversation().key(),
                each.count() < ReadPositions.MAX_COUNT ? each.count() : each.count() + " or more",
                each.readUpTo().map(MessageId::toString).orElse("-"),
                each.latest()));
    return table.toString();
  }

  /** What was done to keep order. */
  static String records(List<ModerationRecord> records) {
    Table table = new Table("#", "WHEN", "BY", "ACTION", "TARGET", "UNTIL", "REASON");
    records.forEach(
        each ->
            table.row(
                each.number(),
                Printable.time(each.at()),
                each.by(),
                each.action(),
                each.target(),
                each.until().map(Printable::time).orElse("-"),
                each.reason()));
    return table.toString();
  }
}
