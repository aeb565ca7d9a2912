package italk.engine.store.sql;

import java.sql.SQLException;

/** A function that talks to the database. */
@FunctionalInterface
public interface SqlFunction<A, T> {

  /** Applies it. */
  T apply(A argument) throws SQLException;
}
