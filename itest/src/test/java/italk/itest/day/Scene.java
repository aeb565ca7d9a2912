package italk.itest.day;

import italk.engine.api.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * One scene: its script, its model, and what the engine makes of it. Its messages are sent without
 * waiting for each other; everything else waits for what was sent before.
 */
public final class Scene implements Callable<List<String>> {

  private static final int ON_THEIR_WAY = 16;
  private static final long LIMIT_SECONDS = 60;

  private final Cast cast;
  private final List<Step> steps;
  private final Model model;
  private final Player player;
  private final Pace pace;
  private final List<Answer> awaited = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  private record Answer(
      int number,
      Step step,
      Set<String> right,
      CompletableFuture<String> given,
      int firstSaid,
      int afterSaid) {}

  private Scene(Cast cast, List<Step> steps, Model model, Player player, Pace pace) {
    this.cast = cast;
    this.steps = steps;
    this.model = model;
    this.player = player;
    this.pace = pace;
  }

  /** The scripts of a day. */
  static List<List<Step>> scripts(int scenes, int rounds, int burst) {
    List<List<Step>> scripts = new ArrayList<>();
    for (int i = 0; i < scenes; i++) {
      scripts.add(new Scenario(new Cast(i), rounds, burst).steps());
    }
    return scripts;
  }

  /** The scene of a script. */
  static Scene of(
      int number,
      List<Step> steps,
      int burst,
      Engine engine,
      Services services,
      Steady limiter,
      Steady permissions,
      Pace pace) {
    Cast cast = new Cast(number);
    Player player = new Player(engine, services, limiter, permissions);
    return new Scene(cast, steps, new Model(cast, burst), player, pace);
  }

  int number() {
    return cast.scene();
  }

  Model model() {
    return model;
  }

  Player player() {
    return player;
  }

  /** Plays it; gives what was answered otherwise than the model says. */
  @Override
  public List<String> call() throws Exception {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      pace.step();
      if (!(step instanceof Step.Say) || awaited.size() >= ON_THEIR_WAY) {
        settle();
      }
      int first = model.said().size();
      Set<String> right = model.apply(step);
      awaited.add(new Answer(i, step, right, player.perform(step), first, model.said().size()));
    }
    settle();
    return mistakes;
  }

  private void settle() throws Exception {
    for (Answer each : awaited) {
      String given = each.given().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (!each.right().contains(given) && !isForgiven(each, given)) {
        mistakes.add(
            "step "
                + each.number()
                + ", "
                + each.step()
                + ": expected one of "
                + each.right()
                + ", found "
                + given);
      }
    }
    awaited.clear();
  }

  /**
   * Where the engine was too busy for a message, an extension that was asked before that may have
   * counted it, so that the limit was reached by less. Then, too, the engine is to have what was
   * acknowledged.
   */
  private boolean isForgiven(Answer answer, String given) {
    boolean isLimited =
        given.endsWith("refused groups_management")
            || given.endsWith("refused message_rate_limiter");
    boolean forgiven =
        isLimited
            && IntStream.range(answer.firstSaid(), answer.afterSaid())
                .anyMatch(player::wasTurnedAway);
    for (int i = answer.firstSaid(); forgiven && i < answer.afterSaid(); i++) {
      if (player.id(i).isEmpty()) {
        model.said().get(i).content = null;
      }
    }
    return forgiven;
  }
}
