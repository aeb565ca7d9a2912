package italk.engine.store;

import java.sql.SQLException;
import java.time.InstantSource;

/** A database for one test, empty when the test begins. */
interface TestDatabase {

  /** Opens a store on it; one at a time. */
  TestStore open(InstantSource clock) throws SQLException;
}
