package italk.itest.day;

import italk.engine.api.Engine;
import italk.engine.api.Group;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.UserModeration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;

/**
 * A day of chat: scenes at the same time, each on a thread of its own, and operations meanwhile.
 */
public final class Day {

  /** Where the welcome extension announces who comes. */
  public static final String ARRIVALS = "arrivals";

  /** Who announces it. */
  public static final String VOICE = "welcome";

  private static final long LIMIT_MINUTES = 30;

  private final Engine engine;
  private final Services services;
  private final int burst;
  private final List<List<Step>> scripts;

  // A new version has forgotten which texts were said just before.
  private final Steady limiter = new Steady();
  // While there is nobody who knows them, a moderator has none.
  private final Steady permissions = new Steady();

  /** Something that the operator does while people chat. */
  public interface Work {
    void run() throws Exception;
  }

  /** What an operation may take away for a moment. */
  public enum Takes {
    NOTHING,
    LIMITER,
    PERMISSIONS
  }

  /**
   * An operation.
   *
   * @param what in words
   * @param takes what it takes away for a moment, that a step may need
   * @param work the operation itself
   */
  public record Operation(String what, Takes takes, Work work) {}

  /**
   * A day in an engine.
   *
   * @param scenes how many at the same time
   * @param rounds how long each of them is
   * @param burst how many messages a user may send at once
   */
  public Day(Engine engine, BundleContext context, int scenes, int rounds, int burst) {
    this.engine = engine;
    this.services = new Services(context);
    this.burst = burst;
    this.scripts = Scene.scripts(scenes, rounds, burst);
  }

  /** How many steps it has. */
  public int steps() {
    return scripts.stream().mapToInt(List::size).sum();
  }

  /** Plays it to its end; fails where anything was answered otherwise than it should. */
  public Check play(List<Operation> operations) throws Exception {
    List<Entry> before = prepare();
    Pace pace = new Pace(steps(), operations.size());
    List<Scene> scenes = new ArrayList<>();
    for (List<Step> script : scripts) {
      scenes.add(
          Scene.of(scenes.size(), script, burst, engine, services, limiter, permissions, pace));
    }
    ExecutorService threads = Executors.newFixedThreadPool(scenes.size());
    try {
      List<Future<List<String>>> playing = scenes.stream().map(threads::submit).toList();
      for (Operation operation : operations) {
        pace.awaitTurn();
        operate(operation);
        pace.ended();
      }
      pace.over();
      List<String> mistakes = new ArrayList<>();
      for (Future<List<String>> each : playing) {
        mistakes.addAll(each.get(LIMIT_MINUTES, TimeUnit.MINUTES));
      }
      if (!mistakes.isEmpty()) {
        throw new AssertionError(
            mistakes.size()
                + " wrong answers:\n"
                + String.join("\n", mistakes.subList(0, Math.min(20, mistakes.size()))));
      }
    } finally {
      pace.over();
      threads.shutdownNow();
    }
    return new Check(scenes, before);
  }

  private List<Entry> prepare() {
    engine.users().register(VOICE, VOICE, Map.of());
    engine.groups().create(ARRIVALS, Group.Visibility.PUBLIC, Map.of());
    // It speaks for all who come, so that it would else be one who floods.
    services.ask(UserModeration.class, it -> it.grant(Actor.operator(), VOICE, "voice"));
    return List.of(new Entry("operator", "grant_role", "user " + VOICE, ""));
  }

  private void operate(Operation operation) throws Exception {
    try {
      switch (operation.takes()) {
        case NOTHING -> operation.work().run();
        case LIMITER -> limiter.away(() -> run(operation));
        case PERMISSIONS -> permissions.away(() -> run(operation));
      }
    } catch (Exception | AssertionError failed) {
      throw new AssertionError(operation.what() + ": " + failed.getMessage(), failed);
    }
  }

  private static Void run(Operation operation) throws Exception {
    operation.work().run();
    return null;
  }
}
