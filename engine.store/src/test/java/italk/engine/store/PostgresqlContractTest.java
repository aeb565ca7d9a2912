package italk.engine.store;

import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** The contract of the store, on PostgreSQL. */
class PostgresqlContractTest {

  private final PostgresqlDatabase database = new PostgresqlDatabase();

  private TestStore open(InstantSource clock) throws SQLException {
    return database.open(clock);
  }

  @Nested
  class Stored extends StoreContract {
    Stored() {
      super(PostgresqlContractTest.this::open);
    }
  }

  @Nested
  class Ordered extends MessageOrderContract {
    Ordered() {
      super(PostgresqlContractTest.this::open);
    }
  }

  @Nested
  class Kept extends BundleStorageContract {
    Kept() {
      super(PostgresqlContractTest.this::open);
    }
  }

  @Nested
  class Changed extends ChangedMessagesContract {
    Changed() {
      super(PostgresqlContractTest.this::open);
    }
  }

  @Nested
  class Searched extends SearchContract {
    Searched() {
      super(PostgresqlContractTest.this::open);
    }
  }

  @Nested
  class Read extends ReadPositionsContract {
    Read() {
      super(PostgresqlContractTest.this::open);
    }
  }

  @Nested
  class Recorded extends ModerationContract {
    Recorded() {
      super(PostgresqlContractTest.this::open);
    }
  }
}
