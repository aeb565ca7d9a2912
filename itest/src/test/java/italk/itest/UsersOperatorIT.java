package italk.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import italk.itest.support.Eventually;
import italk.itest.support.InstalledRuntime;
import italk.itest.support.Result;
import java.time.Duration;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** users_management as an operator uses it: by commands, over kill -9, and taken out again. */
public class UsersOperatorIT {

  private static final Duration SOON = Duration.ofSeconds(30);

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
    says("123 is connected.*", "connect", "123", "Alice");
    says("456 is connected.*", "connect", "456", "Bob");
    says("123 has been given: moderator", "role", "grant", "123", "moderator");
    says("456 is banned until .* UTC\\.", "ban", "456", "1d12h", "spam", "again");
    says("123 is muted forever\\.", "mute", "123", "forever");
    fails("users_management: You may not write\\.", "send", "123", "everyone", "Hello");

    runtime.kill();
    runtime.start();

    fails(
        "users_management: You are banned until .* UTC: spam again \\(try again in 1 d 11 h\\)",
        "connect",
        "456",
        "Bob");
    says("ID .*\n456 +20.* UTC +20.* UTC +operator +spam again", "bans");
    says("ID .*\n123 +20.* UTC +- +operator", "mutes");
    says(
        "ID +123\nname +Alice\n.*roles +moderator\nban +-\nmute +forever, by operator\n"
            + ".*mute, by operator\n.*grant_role \\{role=moderator}, by operator",
        "user",
        "123");
    says(
        "456 may come in again\\. The ban was until .* UTC, by operator: spam again",
        "unban",
        "456");
    says("456 is connected.*", "connect", "456", "Bob");
    says("1 session of 456 closed\\.", "kick", "456", "calm", "down");
    says("456 is called Robert Brown now\\.", "rename", "456", "Robert", "Brown");
    says("\\{city=Dakar}", "metadata", "456", "city=Dakar");
    says("ROLE +PERMISSIONS +GIVEN TO\nadmin +\\* +-\nmoderator +\\S+ +123", "roles");

    fails("How long is 10m \\| 2h \\| 7d \\| forever, .*", "ban", "456", "long");
    fails("There is no user \"nobody\"\\. Register it first\\.", "ban", "nobody", "2h");
    fails(
        "There is no such role\\. There are: admin, moderator\\.", "role", "grant", "456", "king");
    assertEquals(2, runtime.italk("ban").exitCode());

    for (String command : List.of("ban", "mute", "kick", "role grant")) {
      assertTrue(
          command, runtime.italk("commands").output().contains("\n" + command.split(" ")[0] + " "));
    }
    assertEquals(0, runtime.italk("disable", "users_management").exitCode());
    Eventually.eventually(
        "no such command any more", SOON, () -> runtime.italk("bans").exitCode() == 2);
  }

  private void says(String pattern, String... words) throws Exception {
    answers(0, pattern, words);
  }

  private void fails(String pattern, String... words) throws Exception {
    answers(1, pattern, words);
  }

  private void answers(int exitCode, String pattern, String... words) throws Exception {
    Result result = runtime.italk(words);
    System.out.println("$ italk " + String.join(" ", words) + "\n" + result.output());
    assertEquals(result.toString(), exitCode, result.exitCode());
    assertTrue(result.toString(), result.output().strip().matches("(?s)" + pattern));
  }
}
