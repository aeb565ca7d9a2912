package italk.engine.store;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.ReadPositions;
import italk.engine.api.User;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
import italk.engine.api.store.Store;
import italk.engine.api.store.StoreWrite;
import italk.engine.store.commit.GroupCommit;
import italk.engine.store.sql.Database;
import italk.engine.store.sql.MessageIds;
import italk.engine.store.sql.Queries;
import italk.engine.store.sql.Readers;
import italk.engine.store.sql.Schema;
import italk.engine.store.sql.SqlFunction;
import italk.engine.store.sql.SqlWrite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jdbc.DataSourceFactory;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store: one connection that writes, on a thread of its own, and a few that read beside it.
 *
 * <p>Also registered under its own class, for the components of this bundle that keep other things
 * in the same database.
 */
@Component(
    service = {Store.class, SqlStore.class},
    configurationPid = StoreOptions.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
@Designate(ocd = StoreOptions.class)
public final class SqlStore implements Store {

  private static final Logger LOG = LoggerFactory.getLogger(SqlStore.class);

  private final Backend backend;
  private final Database database;
  private final GroupCommit commits;
  private final Readers readers;

  /** Opens the database that the configuration names. */
  @Activate
  public SqlStore(
      @Reference(name = "driver") DataSourceFactory factory,
      StoreOptions options,
      BundleContext context)
      throws SQLException {
    this(checked -> Backends.open(factory, checked, context), options, InstantSource.system());
  }

  /** Opens the database in the file {@code path}. */
  SqlStore(
      Path path, SqlFunction<String, DataSource> source, StoreOptions options, InstantSource clock)
      throws SQLException {
    this(checked -> new SqliteBackend(path, source), options, clock);
  }

  /** Opens a database. */
  SqlStore(SqlFunction<StoreOptions, Backend> opening, StoreOptions options, InstantSource clock)
      throws SQLException {
    checkBounds("queue", options.queue(), StoreOptions.MAX_QUEUE);
    checkBounds("batch", options.batch(), StoreOptions.MAX_BATCH);
    backend = opening.apply(options);
    try {
      database = backend.database();
      new Schema(database).prepare();
      readers = new Readers(database);
      commits =
          new GroupCommit(
              database,
              new MessageIds(clock),
              options.queue(),
              options.batch(),
              backend.betweenCommits());
    } catch (SQLException | RuntimeException | Error e) {
      backend.close();
      throw e;
    }
    LOG.info("Store {} is open", database.name());
  }

  private static void checkBounds(String option, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalStateException(
          "The option \""
              + option
              + "\" of \"store\" is "
              + value
              + ", expected 1 to "
              + max
              + ". Correct it in config.json.");
    }
  }

  /** Commits what waits, lets the reads end, and closes the database. */
  @Deactivate
  void close() {
    commits.close();
    readers.close();
    // After all others that hold a connection.
    backend.close();
    LOG.info("Store {} is closed", database.name());
  }

  @Override
  public <T> CompletionStage<T> write(StoreWrite<T> write) {
    return change(write::run);
  }

  @Override
  public Optional<String> outage() {
    return commits.outage();
  }

  <T> CompletionStage<T> change(SqlWrite<T> write) {
    return commits.submit(write);
  }

  /** The database itself, for what takes all of it out. */
  Database database() {
    return database;
  }

  <T> T read(SqlFunction<Queries, T> question) {
    return readers.read(question);
  }

  /** True on the thread that commits: who waits for a change there waits for ever. */
  boolean isWriterThread() {
    return commits.isWriterThread();
  }

  @Override
  public Optional<User> user(String id) {
    return read(queries -> queries.user(id));
  }

  @Override
  public List<User> users(String afterId, int limit) {
    return read(queries -> queries.users(afterId, limit));
  }

  @Override
  public List<User> searchUsers(String text, int limit) {
    return read(queries -> queries.searchUsers(text, limit));
  }

  @Override
  public Optional<Group> group(String name) {
    return read(queries -> queries.group(name));
  }

  @Override
  public List<Group> groups(String afterName, int limit) {
    return read(queries -> queries.groups(afterName, limit));
  }

  @Override
  public List<String> groupsOf(String userId) {
    return read(queries -> queries.groupsOf(userId));
  }

  @Override
  public List<Message> before(Conversation conversation, MessageId id, int limit) {
    return read(queries -> queries.messages().before(conversation, id, limit));
  }

  @Override
  public List<Message> after(Conversation conversation, MessageId id, int limit) {
    return read(queries -> queries.messages().after(conversation, id, limit));
  }

  @Override
  public Optional<Message> sent(String senderId, String clientId) {
    return read(queries -> queries.messages().sent(senderId, clientId));
  }

  @Override
  public Optional<Message> message(MessageId id) {
    return read(queries -> queries.messages().message(id));
  }

  @Override
  public List<Message> since(MessageId id, int limit) {
    return read(queries -> queries.messages().since(id, limit));
  }

  @Override
  public List<Message> search(MessageSearch search) {
    return read(queries -> queries.messages().search(search));
  }

  @Override
  public Optional<MessageId> newest(Conversation conversation, int count) {
    return read(queries -> queries.messages().newest(conversation, count));
  }

  @Override
  public List<Conversation> conversations(String afterKey, int limit) {
    return read(queries -> queries.messages().conversations(afterKey, limit));
  }

  @Override
  public Optional<MessageId> readPosition(String userId, Conversation conversation) {
    return read(queries -> queries.messages().readPosition(userId, conversation));
  }

  @Override
  public List<ReadPositions.Unread> unread(String userId, String afterKey, int limit) {
    return read(queries -> queries.messages().unread(userId, afterKey, limit));
  }

  @Override
  public List<ModerationRecord> moderation(long number, int limit) {
    return read(queries -> queries.records(number, limit));
  }

  @Override
  public List<ModerationRecord> moderation(Target target, long number, int limit) {
    return read(queries -> queries.records(target, number, limit));
  }
}
