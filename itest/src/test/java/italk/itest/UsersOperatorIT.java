package italk.itest;

import static org.junit.Assert.assertTrue;

import italk.itest.support.Eventually;
import italk.itest.support.InstalledRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** users_management as an operator uses it: by commands, over kill -9, and taken out again. */
public class UsersOperatorIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  private InstalledRuntime runtime;

  @Before
  public void install() throws Exception {
    runtime = new InstalledRuntime("users-operator");
    runtime.configure("{\"extensions\": [\"users_management\"]}");
    runtime.start();
  }

  @After
  public void stop() throws Exception {
    runtime.close();
  }

  @Test
  public void bansSurviveKillAndTheCommandsGoWithTheExtension() throws Exception {
    says(
        shell(
            "connect 123 Alice",
            "connect 456 Bob",
            "role grant 123 moderator",
            "ban 456 1d12h spam again",
            "mute 123 forever",
            "send 123 everyone Hello"),
        "123 has been given: moderator",
        "456 is banned until .* UTC\\.",
        "123 is muted forever\\.",
        "users_management: You may not write\\.");

    runtime.kill();
    runtime.start();

    says(
        shell(
            "connect 456 Bob",
            "bans",
            "mutes",
            "user 123",
            "unban 456",
            "connect 456 Bob",
            "kick 456 calm down",
            "rename 456 Robert Brown",
            "metadata 456 city=Dakar",
            "roles",
            "ban 456 long",
            "ban nobody 2h",
            "role grant 456 king",
            "ban"),
        "users_management: You are banned until .* UTC: spam again \\(try again in 1 d 11 h\\)",
        "456 +20.* UTC +20.* UTC +operator +spam again",
        "123 +20.* UTC +- +operator",
        "roles +moderator",
        "ban +-",
        "mute +forever, by operator",
        "20.* UTC +mute, by operator",
        "20.* UTC +grant_role \\{role=moderator}, by operator",
        "456 may come in again\\. The ban was until .* UTC, by operator: spam again",
        "456 is connected, .*",
        "1 session of 456 closed\\.",
        "456 is called Robert Brown now\\.",
        "\\{city=Dakar}",
        "moderator +\\S+ +123",
        "How long is 10m \\| 2h \\| 7d \\| forever, .*",
        "There is no user \"nobody\"\\. Register it first\\.",
        "There is no such role\\. There are: admin, moderator\\.",
        "Wrong arguments for ban\\. Usage:");

    says(
        shell("commands", "disable users_management"),
        "ban <ID> .*",
        "mute <ID> .*",
        "kick <ID> .*");
    Eventually.eventually(
        "no such command any more", SOON, () -> runtime.italk("bans").exitCode() == 2);
  }

  /** What {@code italk shell} prints of these lines: one program for all of them. */
  private String shell(String... lines) throws Exception {
    Path script = Files.createTempFile(runtime.home(), "lines", ".txt");
    Files.write(script, List.of(lines));
    return InstalledRuntime.run(
            runtime.home(), List.of("sh", "-c", "bin/italk shell < " + script.getFileName()))
        .output();
  }

  private static void says(String output, String... patterns) {
    for (String pattern : patterns) {
      assertTrue(
          pattern + " in:\n" + output,
          output.lines().anyMatch(line -> line.strip().matches(pattern)));
    }
  }
}
