package italk.engine.store.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import italk.engine.store.sql.Readers;
import javax.sql.DataSource;

/** Connections that read, probed before they are lent and renewed now and then. */
public final class ReaderPool implements AutoCloseable {

  private static final int WAIT_MILLIS = 2_000;

  private final HikariDataSource pool;

  /** Takes connections from {@code source} as they are needed; works without any, too. */
  public ReaderPool(DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("italk-store-readers");
    config.setMaximumPoolSize(Readers.CONNECTIONS);
    config.setMinimumIdle(1);
    config.setReadOnly(true);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setInitializationFailTimeout(-1);
    // The plan of a search depends on how frequent its words are.
    config.setConnectionInitSql("SET plan_cache_mode = force_custom_plan");
    config.setThreadFactory(
        work -> {
          Thread thread = new Thread(work, "italk-store-readers");
          thread.setDaemon(true);
          return thread;
        });
    pool = new HikariDataSource(config);
  }

  /** Lends connections. */
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
  }
}
