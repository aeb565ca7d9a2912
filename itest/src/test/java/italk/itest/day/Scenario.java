package italk.itest.day;

import italk.engine.api.Conversation;
import italk.engine.api.Group;
import italk.itest.day.Step.Measure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The script of one scene: the same seed gives the same steps. */
final class Scenario {

  /** The role of those who keep order. */
  static final String MODERATOR = "moderator";

  private final Cast cast;
  private final int rounds;
  private final int burst;
  private final Random random;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> authors = new ArrayList<>();
  private int number;

  /**
   * A scene.
   *
   * @param rounds how many steps its middle has, about
   * @param burst how many messages a user may send at once
   */
  Scenario(Cast cast, int rounds, int burst) {
    this.cast = cast;
    this.rounds = rounds;
    this.burst = burst;
    this.random = new Random(cast.scene() + 42L);
  }

  /** Everything that happens, in order. */
  List<Step> steps() {
    morning();
    List<Integer> floods = new ArrayList<>(List.of(rounds / 3, rounds / 2));
    for (int round = 0; round < rounds; round++) {
      if (floods.contains(round)) {
        flood(round == floods.get(0));
      }
      round();
    }
    return Collections.unmodifiableList(steps);
  }

  private void morning() {
    cast.users().forEach(user -> steps.add(new Step.Connect(user)));
    steps.add(new Step.Grant(cast.moderator(), MODERATOR));
    steps.add(new Step.Create(cast.publicGroup(), Group.Visibility.PUBLIC, cast.owner()));
    steps.add(new Step.Create(cast.privateGroup(), Group.Visibility.PRIVATE, cast.owner()));
    steps.add(new Step.Create(cast.slowGroup(), Group.Visibility.PUBLIC, cast.owner()));
    rule(cast.slowGroup(), "slow_mode_seconds", "86400");
    for (String user : cast.ordinary()) {
      for (String group : List.of(cast.publicGroup(), cast.privateGroup(), cast.slowGroup())) {
        steps.add(new Step.Enter(group, cast.owner(), user));
      }
    }
    for (String user : cast.troublemakers()) {
      steps.add(new Step.Enter(cast.publicGroup(), cast.owner(), user));
    }
    say(one(cast.ordinary()), plain());
  }

  private void round() {
    int dice = random.nextInt(100);
    if (dice < 55) {
      say(one(cast.ordinary()), text());
    } else if (dice < 65) {
      trouble();
    } else if (dice < 69) {
      add(new Step.Say(one(cast.ordinary()), Conversation.group(cast.slowGroup()), plain()));
    } else if (dice < 79) {
      int said = recent();
      steps.add(new Step.Edit(said, anybody(said), text(), reason()));
    } else if (dice < 85) {
      int said = recent();
      steps.add(new Step.Retract(said, anybody(said), reason()));
    } else if (dice < 87) {
      steps.add(new Step.Pin(recent(), one(List.of(cast.moderator(), one(cast.ordinary())))));
    } else if (dice < 90) {
      steps.add(new Step.Report(recent(), one(cast.ordinary()), reason()));
    } else if (dice < 98) {
      measure();
    } else {
      rule(cast.publicGroup(), "read_only", one(List.of("true", "false", "false")));
    }
  }

  private void say(String user, String text) {
    Conversation direct = Conversation.direct(user, one(cast.ordinary()));
    Conversation other =
        one(
            List.of(
                Conversation.group(cast.publicGroup()),
                Conversation.group(cast.privateGroup()),
                cast.scene() == 0 ? Conversation.everyone() : direct));
    add(new Step.Say(user, random.nextInt(4) == 0 ? direct : other, text));
  }

  private void add(Step.Say say) {
    steps.add(say);
    authors.add(say.user());
  }

  private void trouble() {
    String user = one(cast.troublemakers());
    if (random.nextBoolean()) {
      steps.add(new Step.Connect(user));
    }
    Conversation to =
        random.nextBoolean()
            ? Conversation.group(cast.publicGroup())
            : Conversation.direct(user, cast.moderator());
    add(new Step.Say(user, to, text()));
  }

  private void measure() {
    String user = one(cast.troublemakers());
    String by = random.nextInt(5) == 0 ? one(cast.ordinary()) : cast.moderator();
    if (random.nextInt(12) == 0) {
      steps.add(new Step.Remove(cast.publicGroup(), cast.owner(), user, reason()));
    } else {
      steps.add(new Step.Take(one(List.of(Measure.values())), by, user, reason()));
    }
  }

  private void flood(boolean bySame) {
    List<String> texts = new ArrayList<>();
    String same = plain();
    for (int i = 0; i < (bySame ? 8 : burst + 8); i++) {
      texts.add(bySame ? same : plain());
    }
    String user = bySame ? cast.parrot() : cast.flooder();
    steps.add(new Step.Flood(user, cast.floods(), texts));
    texts.forEach(text -> authors.add(user));
  }

  private void rule(String group, String rule, String value) {
    steps.add(new Step.Rule(group, cast.owner(), rule, value, reason()));
  }

  /** Mostly a message of a moment ago. */
  private int recent() {
    int back = random.nextInt(random.nextInt(4) == 0 ? 200 : 12);
    return Math.max(0, authors.size() - 1 - back);
  }

  /** Mostly its author. */
  private String anybody(int said) {
    int dice = random.nextInt(10);
    return dice < 6 ? authors.get(said) : dice < 9 ? cast.moderator() : one(cast.ordinary());
  }

  private String plain() {
    return "hello number " + cast.scene() + "-" + number++;
  }

  private String text() {
    return switch (random.nextInt(20)) {
      case 0, 1 -> plain() + ", stop " + Model.REJECTED;
      case 2, 3 -> plain() + ", you " + Model.MASKED;
      case 4 -> plain() + ", it is a " + Model.FLAGGED;
      default -> plain();
    };
  }

  private String reason() {
    return "reason " + cast.scene() + "-" + number++;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
