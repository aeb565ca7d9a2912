package italk.engine.store.sql;

import italk.engine.api.Conversation;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.Metadata;
import italk.engine.api.ReadPositions;
import italk.engine.api.User;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Makes of one row what it stands for. */
public final class Rows {

  private Rows() {}

  /** Of {@link Sql#ALL_USERS}. */
  public static User user(ResultSet row) throws SQLException {
    String id = row.getString(1);
    Metadata metadata = JsonText.parse(row.getString(3), "user " + id);
    return new User(id, row.getString(2), metadata, Instant.parse(row.getString(4)), false);
  }

  /** Of {@link Sql#MESSAGES}. */
  public static Message message(ResultSet row) throws SQLException {
    return new Message(
        new MessageId(row.getLong(1)),
        Conversation.parse(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        Optional.ofNullable(row.getString(6)),
        time(row, 7),
        time(row, 8));
  }

  static ReadPositions.Unread unread(ResultSet row) throws SQLException {
    Optional<MessageId> readUpTo =
        row.getObject(2) == null ? Optional.empty() : Optional.of(new MessageId(row.getLong(2)));
    return new ReadPositions.Unread(
        Conversation.parse(row.getString(1)),
        readUpTo,
        new MessageId(row.getLong(3)),
        row.getInt(4));
  }

  static ModerationRecord record(ResultSet row) throws SQLException {
    long number = row.getLong(1);
    return new ModerationRecord(
        number,
        Instant.parse(row.getString(2)),
        Actor.parse(row.getString(3)),
        row.getString(4),
        new Target(Target.Kind.valueOf(row.getString(5)), row.getString(6)),
        row.getString(7),
        time(row, 8),
        JsonText.parse(row.getString(9), "moderation record " + number));
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).map(Instant::parse);
  }
}
