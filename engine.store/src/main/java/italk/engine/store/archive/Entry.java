package italk.engine.store.archive;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.store.sql.SqlTransaction;
import java.util.List;
import java.util.Optional;

/** One thing that the store keeps, on its way out or in: a line of an export. */
sealed interface Entry {

  /** What it is. */
  Kind kind();

  /**
   * Stores it where it isn't there.
   *
   * @return false where it was there, and stays as it is
   */
  boolean bringInto(SqlTransaction transaction);

  /** What an entry can be, in the order in which they are written. */
  enum Kind {
    USER("user"),
    GROUP("group"),
    MESSAGE("message"),
    READ_POSITION("read"),
    MODERATION("moderation"),
    KEPT("kept");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** The only key of its line. */
    String key() {
      return key;
    }
  }

  /** A user. */
  record OfUser(User user) implements Entry {
    @Override
    public Kind kind() {
      return Kind.USER;
    }

    @Override
    public boolean bringInto(SqlTransaction transaction) {
      boolean isNew = transaction.user(user.id()).isEmpty();
      if (isNew) {
        transaction.save(user);
      }
      return isNew;
    }
  }

  /** A group with its members. */
  record OfGroup(Group group) implements Entry {
    @Override
    public Kind kind() {
      return Kind.GROUP;
    }

    @Override
    public boolean bringInto(SqlTransaction transaction) {
      boolean isNew = transaction.group(group.name()).isEmpty();
      if (isNew) {
        transaction.save(group);
      }
      return isNew;
    }
  }

  /** A message, be it a tombstone. */
  record OfMessage(Message message) implements Entry {
    @Override
    public Kind kind() {
      return Kind.MESSAGE;
    }

    @Override
    public boolean bringInto(SqlTransaction transaction) {
      Optional<Message> there = transaction.message(message.id());
      if (there.isPresent()) {
        checkSame(there.get());
        return false;
      }
      return !isSent(transaction) && transaction.restore(message);
    }

    // The same client id gives the first one's result, whichever that was here.
    private boolean isSent(SqlTransaction transaction) {
      return message
          .clientId()
          .flatMap(id -> transaction.ask(at -> at.messages().sent(message.senderId(), id)))
          .isPresent();
    }

    // It may have been edited or retracted since; but nothing shall be taken for another message.
    private void checkSame(Message there) {
      if (!there.conversation().equals(message.conversation())
          || !there.senderId().equals(message.senderId())) {
        throw Problem.of(
                Problem.Code.INVALID,
                "The id "
                    + message.id()
                    + " is that of another message here: this is an export of another store, and"
                    + " some of its messages have the ids of messages of this one. Import it into"
                    + " an empty store.")
            .exception();
      }
    }
  }

  /** How far a user has read. */
  record OfReadPosition(String userId, Conversation conversation, MessageId upTo) implements Entry {
    @Override
    public Kind kind() {
      return Kind.READ_POSITION;
    }

    @Override
    public boolean bringInto(SqlTransaction transaction) {
      boolean isNew =
          transaction.ask(at -> at.messages().readPosition(userId, conversation)).isEmpty();
      if (isNew) {
        transaction.read(userId, conversation, upTo);
      }
      return isNew;
    }
  }

  /** Something that was done to keep order. */
  record OfModeration(ModerationRecord done) implements Entry {
    @Override
    public Kind kind() {
      return Kind.MODERATION;
    }

    @Override
    public boolean bringInto(SqlTransaction transaction) {
      if (transaction.restore(done)) {
        return true;
      }
      return !isThere(transaction) && transaction.restore(numbered(nextNumber(transaction)));
    }

    // Where the number is another record's, this one may have come in before, under another.
    private boolean isThere(SqlTransaction transaction) {
      List<ModerationRecord> page = before(transaction, Long.MAX_VALUE);
      while (!page.isEmpty()) {
        if (page.stream().anyMatch(each -> numbered(each.number()).equals(each))) {
          return true;
        }
        page = before(transaction, page.get(page.size() - 1).number());
      }
      return false;
    }

    private List<ModerationRecord> before(SqlTransaction transaction, long number) {
      return transaction.ask(at -> at.records(done.target(), number, ModerationRecords.MAX_PAGE));
    }

    private static long nextNumber(SqlTransaction transaction) {
      return transaction.ask(at -> at.records(Long.MAX_VALUE, 1)).get(0).number() + 1;
    }

    private ModerationRecord numbered(long number) {
      return new ModerationRecord(
          number,
          done.at(),
          done.by(),
          done.action(),
          done.target(),
          done.reason(),
          done.until(),
          done.details());
    }
  }

  /** What an extension keeps under a key. */
  record OfKept(String extension, String key, String value) implements Entry {
    @Override
    public Kind kind() {
      return Kind.KEPT;
    }

    @Override
    public boolean bringInto(SqlTransaction transaction) {
      boolean isNew = transaction.ask(at -> at.kept(extension, key)).isEmpty();
      if (isNew) {
        transaction.keep(extension, key, value);
      }
      return isNew;
    }
  }
}
