package italk.engine.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/** SQLite's data source, which counts commits and can be told to fail. */
final class ObservedDataSource {

  final AtomicInteger commits = new AtomicInteger();
  final AtomicInteger opened = new AtomicInteger();
  volatile boolean failCommits;
  volatile boolean failConnections;

  /** How many pages the database may have on connections that are opened from now on; 0: any. */
  volatile int maxPages;

  static DataSource plain(String url) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(url);
    return source;
  }

  DataSource observed(String url) {
    DataSource source = plain(url);
    return proxy(
        DataSource.class,
        source,
        (method, arguments) -> {
          if (failConnections) {
            throw new SQLException("unable to open database file");
          }
          Object result = method.invoke(source, arguments);
          return result instanceof Connection connection ? observed(connection) : result;
        });
  }

  private Connection observed(Connection connection) throws SQLException {
    opened.incrementAndGet();
    if (maxPages > 0) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA max_page_count = " + maxPages);
      }
    }
    return proxy(
        Connection.class,
        connection,
        (method, arguments) -> {
          if (method.getName().equals("setAutoCommit") && (boolean) arguments[0]) {
            if (failCommits) {
              throw new SQLException("disk I/O error");
            }
            commits.incrementAndGet();
          }
          return method.invoke(connection, arguments);
        });
  }

  private interface Call {
    Object on(Method method, Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, T target, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            target.getClass().getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return call.on(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
