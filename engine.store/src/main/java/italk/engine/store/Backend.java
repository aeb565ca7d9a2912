package italk.engine.store;

import italk.engine.store.commit.BetweenCommits;
import italk.engine.store.sql.Database;

/** The database of one store, and what is needed to hold it. */
interface Backend extends AutoCloseable {

  /** The database. */
  Database database();

  /** What the writer does between two commits; asked for once, after the schema was prepared. */
  BetweenCommits betweenCommits();

  /** Lets go of the database, after all connections to it are closed. */
  @Override
  void close();
}
