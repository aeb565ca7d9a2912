package italk.engine.store;

import italk.engine.store.postgresql.Server;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.jdbc.DataSourceFactory;

/** Opens the kind of database that the options name. */
final class Backends {

  private static final String DEFAULT_DRIVER = "org.sqlite.JDBC";

  private Backends() {}

  static Backend open(DataSourceFactory factory, StoreOptions options, BundleContext context)
      throws SQLException {
    if (Server.isUrl(options.url())) {
      checkDriver(options);
      return new PostgresqlBackend(
          new Server(options.url(), options.user(), options._password()), factory);
    }
    return new SqliteBackend(
        DatabaseFile.path(options.url(), DataFolder.of(context)),
        url -> sqlite(factory, url, context));
  }

  private static DataSource sqlite(DataSourceFactory factory, String url, BundleContext context)
      throws SQLException {
    NativeLibrary.load(factory, context);
    Properties properties = new Properties();
    properties.setProperty(DataSourceFactory.JDBC_URL, url);
    return factory.createDataSource(properties);
  }

  private static void checkDriver(StoreOptions options) {
    if (options.driver_target().contains(DEFAULT_DRIVER)) {
      throw new IllegalStateException(
          "The option \"url\" of \"store\" is that of a PostgreSQL database, and \"driver.target\""
              + " that of SQLite's driver: expected \"driver.target\":"
              + " \"(osgi.jdbc.driver.class=org.postgresql.Driver)\" beside it. Correct it in"
              + " config.json.");
    }
  }
}
