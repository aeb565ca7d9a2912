package italk.engine.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import italk.engine.store.postgresql.Server;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.osgi.PGDataSourceFactory;

/** A schema of its own on a PostgreSQL server that all tests of this process share. */
final class PostgresqlDatabase implements TestDatabase {

  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private final String schema = "test_" + SCHEMAS.incrementAndGet();
  private final String url =
      OfAllTests.SERVER.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + schema;

  PostgresqlDatabase() {
    execute("CREATE SCHEMA " + schema);
  }

  // Started by the first test that needs it; stopped by its own shutdown hook.
  private static final class OfAllTests {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new IllegalStateException("The embedded PostgreSQL server does not start.", e);
      }
    }
  }

  String url() {
    return url;
  }

  @Override
  public TestStore open(InstantSource clock) throws SQLException {
    return open(url, clock);
  }

  static TestStore open(String url, InstantSource clock) throws SQLException {
    return open(new Server(url, "postgres", ""), clock);
  }

  static TestStore open(String url, String user) throws SQLException {
    return open(new Server(url, user, ""), InstantSource.system());
  }

  private static TestStore open(Server server, InstantSource clock) throws SQLException {
    return new TestStore(
        new SqlStore(
            options -> new PostgresqlBackend(server, new PGDataSourceFactory()),
            TestOptions.DEFAULT.injected(),
            clock));
  }

  void execute(String sql) {
    try (Connection connection = OfAllTests.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path TO " + schema);
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
