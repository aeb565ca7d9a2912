package italk.engine.shell;

import static italk.engine.shell.CommandFailure.plainly;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.History;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.ReadPositions;
import italk.engine.shell.text.CommandUsage;
import italk.engine.shell.text.IdentifiedMessage;
import italk.engine.shell.text.Listing;
import italk.engine.shell.text.Printable;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What was said, and how far it was read. */
@Component(immediate = true, service = MessageCommands.class)
@GogoCommand(
    scope = "italk",
    function = {"history", "search", "unread", "read"})
public final class MessageCommands {

  private static final String CONVERSATION = "everyone | group:NAME | direct:ID,ID";
  private static final int HISTORY_LENGTH = 20;
  private static final int FOUND_LENGTH = 50;
  private static final String IDS = "--ids";
  private static final String BEFORE = "--before";
  private static final String AFTER = "--after";

  private final Engine engine;

  /** Needs the engine. */
  @Activate
  public MessageCommands(@Reference Engine engine) {
    this.engine = engine;
  }

  /** Messages of one conversation. */
  @Descriptor(
      "shows the last 20 messages of a conversation, or so many, or those before or after one")
  public List<?> history(
      CommandSession shell,
      @Descriptor("[--ids] [--before ID] [--after ID] <" + CONVERSATION + "> [COUNT]")
          String... words) {
    Options options = Options.in(words, List.of(IDS), List.of(BEFORE, AFTER));
    if (options.words().isEmpty()
        || options.words().size() > 2
        || (options.has(BEFORE) && options.has(AFTER))) {
      throw CommandFailure.usage(
          "Wrong arguments for history. Usage:", CommandUsage.of(shell, "italk:history"));
    }
    return plainly(
        () -> {
          Conversation of = Words.conversation(options.words().get(0));
          int count = options.words().size() == 1 ? HISTORY_LENGTH : count(options.words().get(1));
          List<Message> page = page(engine.history(of), options, count);
          return Listing.page(
              shown(page, options.has(IDS)),
              count,
              options.has(BEFORE) || options.has(AFTER)
                  ? "There is nothing more."
                  : "Nothing was sent to " + Printable.line(of.key()) + " yet.",
              more(page, options.has(AFTER)));
        });
  }

  private static int count(String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      throw CommandFailure.of(
          "Expected how many messages, 1 to 500; found \"" + Printable.line(word) + "\".");
    }
  }

  private static List<Message> page(History history, Options options, int count) {
    if (options.has(BEFORE)) {
      return history.before(MessageId.parse(options.get(BEFORE).orElseThrow()), count);
    }
    return options.has(AFTER)
        ? history.after(MessageId.parse(options.get(AFTER).orElseThrow()), count)
        : history.latest(count);
  }

  private static String more(List<Message> page, boolean forward) {
    if (page.isEmpty()) {
      return "";
    }
    return forward
        ? "… and perhaps newer ones: --after " + page.get(page.size() - 1).id()
        : "… and perhaps older ones: --before " + page.get(0).id();
  }

  private static List<?> shown(List<Message> messages, boolean ids) {
    return ids ? messages.stream().map(IdentifiedMessage::new).toList() : messages;
  }

  /** The messages that contain some words. */
  @Descriptor("finds the newest 50 messages with all these words, or beginnings of words")
  public List<?> search(
      @Descriptor("[--in CONVERSATION] [--from USER] [--as USER] [--before ID] <TEXT…>")
          String... words) {
    Options options = Options.in(words, List.of(), List.of("--in", "--from", "--as", BEFORE));
    return plainly(
        () -> {
          String text = String.join(" ", options.words());
          MessageSearch search =
              new MessageSearch(
                  text,
                  options.get("--in").map(Words::conversation),
                  options.get("--as"),
                  options.get("--from"),
                  options.get(BEFORE).map(MessageId::parse),
                  FOUND_LENGTH);
          List<Message> found = engine.messages().search(search);
          // Newest first: the last one is the oldest.
          return Listing.page(
              shown(found, true),
              FOUND_LENGTH,
              "Nothing is found.",
              found.isEmpty()
                  ? ""
                  : "… and perhaps older ones: --before " + found.get(found.size() - 1).id());
        });
  }

  /** What a user has missed. */
  @Descriptor("lists the conversations in which others have written since a user read them")
  public List<ReadPositions.Unread> unread(@Descriptor("USER") String user) {
    String id = Words.word(user);
    return plainly(
        () ->
            Listing.page(
                engine.readPositions().unread(id, "", ReadPositions.MAX_PAGE),
                ReadPositions.MAX_PAGE,
                Printable.line(id) + " has read everything.",
                "… and perhaps more."));
  }

  /** Says how far a user has read. */
  @Descriptor("a user has read a conversation up to a message, whose id history --ids shows")
  public String read(
      @Descriptor("USER") String user,
      @Descriptor("everyone | group:NAME | user:ID") String conversation,
      @Descriptor("ID") String messageId) {
    String id = Words.word(user);
    return plainly(
        () -> {
          Conversation of = Words.conversationOf(id, conversation);
          engine.readPositions().read(id, of, MessageId.parse(messageId));
          String upTo =
              engine.readPositions().position(id, of).map(MessageId::toString).orElse("nothing");
          return Printable.line(id + " has read " + of.key()) + " up to " + upTo;
        });
  }
}
