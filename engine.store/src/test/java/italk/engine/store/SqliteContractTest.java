package italk.engine.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the store, on SQLite. */
class SqliteContractTest {

  @TempDir Path folder;

  private TestStore open(InstantSource clock) throws SQLException {
    return TestStore.open(folder, clock);
  }

  @Nested
  class Stored extends StoreContract {
    Stored() {
      super(SqliteContractTest.this::open);
    }
  }

  @Nested
  class Ordered extends MessageOrderContract {
    Ordered() {
      super(SqliteContractTest.this::open);
    }
  }

  @Nested
  class Kept extends BundleStorageContract {
    Kept() {
      super(SqliteContractTest.this::open);
    }
  }

  @Nested
  class Changed extends ChangedMessagesContract {
    Changed() {
      super(SqliteContractTest.this::open);
    }
  }

  @Nested
  class Searched extends SearchContract {
    Searched() {
      super(SqliteContractTest.this::open);
    }
  }

  @Nested
  class Read extends ReadPositionsContract {
    Read() {
      super(SqliteContractTest.this::open);
    }
  }

  @Nested
  class Recorded extends ModerationContract {
    Recorded() {
      super(SqliteContractTest.this::open);
    }
  }
}
