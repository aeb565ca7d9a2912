package italk.engine.store.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What differs between the kinds of database; all else is said in the same SQL to both. */
public interface Dialect {

  /** Sets up the connection that writes. */
  List<String> writerSettings();

  /** Sets up a connection that reads. */
  List<String> readerSettings();

  /** True where a connection that reads may be kept for good, false where it goes to a pool. */
  boolean keepsReaders();

  /**
   * Makes sure that a connection which is to change something belongs to the only engine that does.
   *
   * @throws IllegalStateException where another engine does; says which
   */
  void takeAlone(SqlConnection connection) throws SQLException;

  /** A statement that makes a table or an index, as this database says it. */
  String definition(String sql);

  /** What {@link #search} needs, in a database in which everything else is there. */
  List<String> createSearch();

  /**
   * The statements that bring a schema of this version to the next one, without its version number.
   */
  List<String> migration(int from);

  /** Finds by text, over a connection. */
  SearchIndex search(SqlConnection connection);

  /** Begins a transaction that sees the database as it is at one moment and changes nothing. */
  default String beginReading() {
    return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  }

  /**
   * Copies the database into the empty file that is the statement's parameter; empty where it has
   * tools of its own for that.
   */
  default Optional<String> copyInto() {
    return Optional.empty();
  }
}
