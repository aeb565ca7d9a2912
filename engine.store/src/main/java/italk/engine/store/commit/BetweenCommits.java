package italk.engine.store.commit;

import italk.engine.store.sql.SqlConnection;

/** What the writer thread does between two commits, when those who wrote have been told. */
@FunctionalInterface
public interface BetweenCommits {

  /** Nothing. */
  BetweenCommits NOTHING = writer -> {};

  /**
   * Does it, on the writer thread; must be short and must not throw.
   *
   * @param writer the connection that writes, without a transaction
   */
  void run(SqlConnection writer);
}
