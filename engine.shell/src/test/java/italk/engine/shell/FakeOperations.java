package italk.engine.shell;

import italk.engine.api.operation.KeptVersion;
import italk.engine.api.operation.Leak;
import italk.engine.api.operation.Leaks;
import italk.engine.api.operation.Operations;
import italk.engine.api.operation.Outcome;
import italk.engine.api.operation.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers what a test wants, and keeps what it was asked. */
public final class FakeOperations implements Operations, Leaks {

  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  /** What was asked, such as {@code update /x/y.jar}. */
  public final List<String> asked = new ArrayList<>();

  public final List<KeptVersion> kept = new ArrayList<>();
  public final List<Outcome> recent = new ArrayList<>();
  public final List<Leak> leaks = new ArrayList<>();
  public Plan plan = planOf(Path.of("/x.jar"), List.of());
  public Outcome outcome = outcome(Outcome.Kind.UPDATE, Outcome.Result.DONE, "");

  /** An operation that leads, or was to lead, from 1.0.0 to 1.1.0. */
  public static Outcome outcome(Outcome.Kind kind, Outcome.Result result, String cause) {
    return outcome(kind, result, "moderator", Optional.of("1.0.0"), Optional.of("1.1.0"), cause);
  }

  public static Outcome outcome(
      Outcome.Kind kind,
      Outcome.Result result,
      String subject,
      Optional<String> before,
      Optional<String> version,
      String cause) {
    return new Outcome(
        kind,
        result,
        subject,
        before,
        version,
        cause,
        Duration.ofMillis(400),
        Duration.ofMillis(result == Outcome.Result.ROLLED_BACK ? 3_100 : 23),
        NOON);
  }

  /** A plan for moderator 1.1.0. */
  public static Plan planOf(Path jar, List<String> obstacles) {
    return new Plan(
        jar,
        Optional.of("com.example.moderator"),
        Optional.of("moderator"),
        Optional.of("1.0.0"),
        Optional.of("1.1.0"),
        List.of("italk.engine.api [1.0,2)", "italk.engine.api.extension [1.0,1.1)"),
        List.of(
            new Plan.Step(Plan.Action.INSTALL, "com.example.moderator 1.1.0"),
            new Plan.Step(Plan.Action.STOP, "com.example.moderator 1.0.0")),
        List.of(),
        obstacles,
        List.of());
  }

  @Override
  public Plan plan(Path jar) {
    asked.add("plan " + jar);
    return plan;
  }

  @Override
  public Outcome update(Path jar) {
    asked.add("update " + jar);
    return outcome;
  }

  @Override
  public Outcome rollback(String extension) {
    asked.add("rollback " + extension);
    return outcome;
  }

  @Override
  public Outcome rollback(String extension, String version) {
    asked.add("rollback " + extension + " " + version);
    return outcome;
  }

  @Override
  public List<KeptVersion> versions(String extension) {
    asked.add("versions " + extension);
    return kept;
  }

  @Override
  public List<Outcome> recent() {
    return recent;
  }

  @Override
  public List<Leak> find() {
    return leaks;
  }
}
