package italk.bench.setup;

import italk.bench.tiny.TinyHook;
import italk.engine.api.Conversation;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.extension.MessageDraft;
import java.time.Instant;
import java.util.Optional;

/** The messages that are measured with. */
public final class Drafts {

  /** What everybody sends: accepted by the tiny hook. */
  public static final String CONTENT = "Shall we meet at the fountain at eight, as we always do?";

  /** Marked by every hook that sees it: for checking that a measurement measures. */
  public static final String MARKED_BY_ALL = TinyHook.ASKS_FOR_MARK + " who sees this";

  private Drafts() {}

  /** A draft with this content. */
  public static MessageDraft of(String content) {
    User sender = new User("alice", "Alice", Metadata.EMPTY, Instant.now(), true);
    return new MessageDraft(
        sender, "s1", Conversation.everyone(), content, Optional.empty(), Instant.now());
  }
}
