package italk.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import italk.engine.api.EngineException;
import italk.engine.store.postgresql.Server;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What the store can't use on a server it refuses, in words. */
class PostgresqlRefusedTest {

  private final PostgresqlDatabase database = new PostgresqlDatabase();

  private TestStore open() throws SQLException {
    return database.open(InstantSource.system());
  }

  @Test
  void aDatabaseInUseUntilItIsGivenFree() throws Exception {
    try (TestStore first = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("in use by another engine", "italk-engine", "url");
      first.save(TestStore.user("a"));
    }
    try (TestStore again = open()) {
      assertThat(again.store.user("a")).isPresent();
      try (TestStore other = new PostgresqlDatabase().open(InstantSource.system())) {
        assertThat(other.store.user("a")).as("another schema").isEmpty();
      }
    }
  }

  @Test
  void aConnectionThatIsLeftOverIsNotInTheWay() throws Exception {
    try (TestStore test = open()) {
      test.save(TestStore.user("a"));
      database.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
              + " AND objid::bigint = (hashtext(current_schema())::bigint & 4294967295)");
      await()
          .until(
              () -> {
                try {
                  test.save(TestStore.user("b"));
                  return true;
                } catch (EngineException unavailable) {
                  return false;
                }
              });
      assertThat(test.store.user("b")).isPresent();
    }
  }

  @Test
  void aNewerSchemaAndAnotherProgramsTables() throws Exception {
    open().close();
    database.execute("UPDATE italk_schema SET version = 99");
    assertThatThrownBy(this::open).hasMessageContainingAll("found version 99", "jdbc:postgresql:");
    database.execute("DROP TABLE italk_schema");
    assertThatThrownBy(this::open).hasMessageContainingAll("another program's", "users");
  }

  @Test
  void aUserWhomTheServerDoesNotKnow() {
    assertThatThrownBy(() -> PostgresqlDatabase.open(database.url(), "stranger"))
        .isInstanceOf(SQLException.class)
        .hasMessageContainingAll("can't reach the database jdbc:postgresql:", "stranger");
  }

  @Test
  void whatTheUrlSaysComesFirstAndTheNameHasNoPassword() {
    Server server = new Server("jdbc:postgresql://h/d?connectTimeout=1&password=p", "u", "secret");
    Properties properties = server.properties();

    assertThat(server.name()).isEqualTo("jdbc:postgresql://h/d");
    assertThat(properties)
        .containsEntry("user", "u")
        .containsEntry("password", "secret")
        .containsEntry("tcpKeepAlive", "true")
        .doesNotContainKey("connectTimeout");
  }

  @Test
  void textWithWhatNoPostgresqlDatabaseHoldsConcernsItsOwnWriteOnly() throws Exception {
    try (TestStore test = open()) {
      assertThatThrownBy(() -> test.say(TestStore.EVERYONE, "a\0b"))
          .hasMessageContaining("refused the change");
      test.say(TestStore.EVERYONE, "ab");
    }
  }
}
