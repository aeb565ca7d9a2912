package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import italk.itest.support.InstalledRuntime;
import italk.itest.support.Result;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.postgresql.Driver;

/**
 * The distribution on a PostgreSQL server: the driver's jar is put beside the other libraries, and
 * config.json says the rest.
 */
public class PostgresIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private EmbeddedPostgres server;
  private InstalledRuntime runtime;

  @Before
  public void install() throws Exception {
    server = EmbeddedPostgres.start();
    runtime = new InstalledRuntime("postgres");
    runtime.configure(
        """
        {"extensions": [],
         "store": {"driver.target": "(osgi.jdbc.driver.class=org.postgresql.Driver)",
                   "url": "jdbc:postgresql://localhost:%d/postgres",
                   "user": "postgres", "password": "$[secret:postgres]"}}
        """
            .formatted(server.getPort()));
    Path secrets = Files.createDirectories(runtime.home().resolve("conf/secrets"));
    Files.writeString(secrets.resolve("postgres"), "not-in-config.json\n");
  }

  @After
  public void stop() throws Exception {
    try {
      runtime.close();
    } finally {
      server.close();
    }
  }

  @Test
  public void byConfigurationAndTheDriverAlone() throws Exception {
    URI driver = Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    Files.copy(Path.of(driver), runtime.home().resolve("bundle/2-libraries/postgresql-jdbc.jar"));
    runtime.start();

    succeeds("connect", "123", "Alice");
    succeeds("connect", "456", "Bob");
    succeeds("creategroup", "général");
    succeeds("join", "général", "123");
    succeeds("send", "123", "group:général", "Le Café est prêt");
    assertFalse("no file", Files.exists(runtime.home().resolve("data/italk.db")));
    runtime.kill();
    runtime.start();

    assertTrue(succeeds("history", "group:général").contains("Alice: Le Café est prêt"));
    assertTrue(succeeds("search", "cafe").contains("Le Café est prêt"));
    assertTrue(succeeds("users", "ali").contains("123"));
    eventually(
        "the second start took the lock over", SOON, () -> runtime.italk("status").exitCode() == 0);
    assertFalse(runtime.log(), runtime.log().contains("not-in-config.json"));
  }

  private String succeeds(String... words) throws Exception {
    Result result = runtime.italk(words);
    assertEquals(result.toString(), 0, result.exitCode());
    return result.output();
  }
}
