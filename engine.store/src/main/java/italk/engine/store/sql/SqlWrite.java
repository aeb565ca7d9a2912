package italk.engine.store.sql;

/**
 * One change of the database, of what the engine keeps or of what extensions keep.
 *
 * @param <T> what it results in
 */
@FunctionalInterface
public interface SqlWrite<T> {

  /** Makes the change, on the writer thread. */
  T run(SqlTransaction transaction);
}
