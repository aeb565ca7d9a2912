package italk.engine.store;

import italk.engine.store.commit.BetweenCommits;
import italk.engine.store.postgresql.Postgresql;
import italk.engine.store.postgresql.ReaderPool;
import italk.engine.store.postgresql.Server;
import italk.engine.store.sql.Database;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.osgi.service.jdbc.DataSourceFactory;

/**
 * A database on a PostgreSQL server. Readers come from a pool. The writer's connection does not:
 * its session holds the lock that makes this engine the only one, and has to end when it is closed.
 */
final class PostgresqlBackend implements Backend {

  private final Database database;
  private final ReaderPool readers;

  PostgresqlBackend(Server server, DataSourceFactory factory) throws SQLException {
    DataSource source = factory.createDataSource(server.properties());
    server.awaitReachable(source);
    readers = new ReaderPool(source);
    database =
        new Database(
            source,
            readers.dataSource(),
            server.name(),
            new Postgresql(server.name(), server.applicationName()));
  }

  @Override
  public Database database() {
    return database;
  }

  @Override
  public BetweenCommits betweenCommits() {
    return writer -> {};
  }

  @Override
  public void close() {
    readers.close();
  }
}
