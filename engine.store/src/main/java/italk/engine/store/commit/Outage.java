package italk.engine.store.commit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that the database can't be written and once that it can again, however many writes fail
 * in between. For the writer thread only.
 */
final class Outage {

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private final String database;
  private long refused;

  Outage(String database) {
    this.database = database;
  }

  void failed(int writes, Throwable cause) {
    if (refused == 0) {
      LOG.error(
          "The database {} can't be written: {}. Changes are refused, and every further one tries"
              + " again, until there is room and the file is writable",
          database,
          cause.getMessage(),
          cause);
    }
    refused += writes;
  }

  void over() {
    if (refused > 0) {
      LOG.info("The database {} is written again; {} changes were refused", database, refused);
      refused = 0;
    }
  }
}
