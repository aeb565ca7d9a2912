package italk.engine.store.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.osgi.service.jdbc.DataSourceFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a PostgreSQL database is, and how it is reached. */
public final class Server {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private static final String SCHEME = "jdbc:postgresql:";
  // Over a short absence. After a longer one the store is opened again by whoever wants to use it;
  // in the distribution, that is tried every minute.
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int VALID_SECONDS = 5;

  // So that a server that is gone without a word is noticed. What the URL says comes first.
  private static final Map<String, String> DEFAULTS =
      Map.of("connectTimeout", "5", "socketTimeout", "30", "tcpKeepAlive", "true");

  private final String url;
  private final String user;
  private final String password;
  private final String applicationName = "italk-engine " + UUID.randomUUID();

  /**
   * A server.
   *
   * @param user "" where the URL says it, or nothing has to be said
   * @param password "" where none is needed
   */
  public Server(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /** True where this is the URL of such a database. */
  public static boolean isUrl(String url) {
    return url.startsWith(SCHEME);
  }

  /** How people know it: the URL without its parameters, which may hold a password. */
  public String name() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  /** By what the server knows the sessions of this store, and of no other. */
  public String applicationName() {
    return applicationName;
  }

  /** For {@link DataSourceFactory#createDataSource}. */
  public Properties properties() {
    Properties properties = new Properties();
    properties.setProperty(DataSourceFactory.JDBC_URL, url);
    if (!user.isEmpty()) {
      properties.setProperty(DataSourceFactory.JDBC_USER, user);
    }
    if (!password.isEmpty()) {
      properties.setProperty(DataSourceFactory.JDBC_PASSWORD, password);
    }
    DEFAULTS.forEach(
        (name, value) -> {
          if (!url.contains(name + "=")) {
            properties.setProperty(name, value);
          }
        });
    properties.setProperty("ApplicationName", applicationName);
    return properties;
  }

  /**
   * Waits a while for a server that is about to start.
   *
   * @throws SQLException where it does not, or lets nobody in
   */
  public void awaitReachable(DataSource source) throws SQLException {
    long deadline = System.nanoTime() + WAIT.toNanos();
    boolean isSaid = false;
    while (true) {
      try (Connection connection = source.getConnection()) {
        connection.isValid(VALID_SECONDS);
        return;
      } catch (SQLException e) {
        if (!isPassing(e) || System.nanoTime() > deadline) {
          throw new SQLException(
              "The store can't reach the database " + name() + ": " + e.getMessage(),
              e.getSQLState(),
              e);
        }
        if (!isSaid) {
          isSaid = true;
          LOG.warn(
              "The database {} can't be reached ({}); the store waits for it for {} s",
              name(),
              e.getMessage(),
              WAIT.toSeconds());
        }
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.interrupted()) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  // No connection; not enough of something; going down or coming up. Not: a wrong password.
  private static boolean isPassing(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P"));
  }
}
