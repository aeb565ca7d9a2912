package italk.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import italk.itest.support.InstalledRuntime;
import italk.itest.support.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;

/** Taking the store out and bringing it in, by {@code bin/italk}. */
public class ArchiveIT {

  @Rule public final TestName test = new TestName();

  private InstalledRuntime runtime;

  @Before
  public void install() throws Exception {
    runtime = new InstalledRuntime(test.getMethodName());
  }

  @After
  public void stop() throws Exception {
    runtime.close();
  }

  @Test
  public void whatWasBackedUpIsThereAgain() throws Exception {
    Path backup = runtime.home().resolve("backup.db");
    Path state = runtime.home().resolve("engine_state.json");
    try (var original = ArchiveIT.class.getResourceAsStream("/original/engine_state.json")) {
      Files.copy(original, state);
    }
    runtime.start();
    String imported = succeeds("import", "--original", state.toString());
    assertTrue(imported, imported.contains("4 users, 2 groups"));
    succeeds("connect", "123", "Alice");
    succeeds("send", "123", "group:général", "avant la sauvegarde");
    succeeds("backup", backup.toString());
    succeeds("export", runtime.home().resolve("all.jsonl").toString());
    succeeds("send", "123", "group:général", "perdu ensuite");
    Result running = runtime.italk("restore", backup.toString());
    assertEquals(running.toString(), 1, running.exitCode());
    assertTrue(running.toString(), running.output().contains("stop it first"));

    succeeds("stop");
    Result none = runtime.italk("restore", state.toString());
    assertEquals(none.toString(), 1, none.exitCode());
    assertTrue(none.toString(), none.output().contains("Nothing was changed"));
    String restored = succeeds("restore", backup.toString());
    assertTrue(restored, restored.contains("What was the database is kept: "));
    runtime.start();

    String history = succeeds("history", "group:général");
    assertTrue(history, history.contains("avant la sauvegarde"));
    assertFalse(history, history.contains("perdu ensuite"));
    assertTrue(succeeds("search", "sauvegarde").contains("Alice: avant la sauvegarde"));
    String repeated = succeeds("import", runtime.home().resolve("all.jsonl").toString());
    assertTrue(repeated, repeated.contains("Imported: 0 users, 0 groups, 0 messages"));
    assertFalse(runtime.log(), runtime.log().contains("ERROR"));
  }

  private String succeeds(String... words) throws Exception {
    Result result = runtime.italk(words);
    assertEquals(result.toString(), 0, result.exitCode());
    return result.output();
  }
}
