package italk.engine.store;

import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What holds whatever database the store is on. */
abstract class Contract {

  private final TestDatabase database;
  TestStore test;

  Contract(TestDatabase database) {
    this.database = database;
  }

  TestDatabase database() {
    return database;
  }

  @BeforeEach
  void open() throws SQLException {
    test = database.open(InstantSource.system());
  }

  @AfterEach
  void close() {
    test.close();
  }

  void reopen() throws SQLException {
    close();
    open();
  }
}
