package italk.itest.day;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.MessageId;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.GroupModeration;
import italk.engine.api.moderation.MessageModeration;
import italk.engine.api.moderation.UserModeration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does the steps of one scene in the engine. For one thread. */
final class Player {

  private static final long LIMIT_SECONDS = 60;
  private static final Duration LIMIT = Duration.ofSeconds(LIMIT_SECONDS);
  private static final Executor PAUSE =
      CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

  private final Engine engine;
  private final Services services;
  private final Steady limiter;
  private final Steady permissions;
  private final Map<String, Visit> present = new HashMap<>();
  private final List<Visit> visits = new ArrayList<>();
  private final List<CompletableFuture<Optional<MessageId>>> said = new ArrayList<>();
  // Added to by threads of the engine.
  private final Set<Integer> turnedAway = ConcurrentHashMap.newKeySet();

  /**
   * Nobody is online yet.
   *
   * @param limiter stays during a flood
   * @param permissions stay while something is done to a stored message
   */
  Player(Engine engine, Services services, Steady limiter, Steady permissions) {
    this.engine = engine;
    this.services = services;
    this.limiter = limiter;
    this.permissions = permissions;
  }

  /** All sessions that were opened. */
  List<Visit> visits() {
    return visits;
  }

  /** True where the engine was too busy for this message at first. */
  boolean wasTurnedAway(int number) {
    return turnedAway.contains(number);
  }

  /** The id of what was said in this place; empty where it was not stored. */
  Optional<MessageId> id(int number) {
    try {
      return said.get(number).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (Exception noAnswer) {
      throw new IllegalStateException("No answer to message " + number, noAnswer);
    }
  }

  /** Does a step, and tells in the model's words what came of it. */
  CompletableFuture<String> perform(Step step) {
    if (step instanceof Step.Say say) {
      return say(say.user(), say.to(), say.text());
    }
    try {
      return CompletableFuture.completedFuture(done(step));
    } catch (EngineException refused) {
      return CompletableFuture.completedFuture(words(refused.problem()));
    }
  }

  private static String words(Problem problem) {
    return problem.code() == Problem.Code.REJECTED
        ? "refused " + problem.extension().orElse("by nobody")
        : "refused " + problem.code();
  }

  private CompletableFuture<String> say(String user, Conversation to, String text) {
    Visit visit = present.get(user);
    if (visit == null || !visit.session().isOpen()) {
      said.add(CompletableFuture.completedFuture(Optional.empty()));
      return CompletableFuture.completedFuture(Model.OFFLINE);
    }
    int number = said.size();
    CompletableFuture<SendResult> result =
        send(visit.session(), to, text, number, System.nanoTime() + LIMIT.toNanos());
    said.add(
        result.thenApply(
            it ->
                it instanceof SendResult.Sent sent
                    ? Optional.of(sent.message().id())
                    : Optional.empty()));
    return result.thenApply(
        it -> it instanceof SendResult.Refused refused ? words(refused.problem()) : Model.SENT);
  }

  /** As a client does: what the engine can't do just now is sent again, under the same id. */
  private CompletableFuture<SendResult> send(
      Session session, Conversation to, String text, int number, long end) {
    return session
        .send(to, text, "said " + number)
        .toCompletableFuture()
        .thenCompose(
            result -> {
              if (result instanceof SendResult.Refused refused
                  && refused.problem().code() == Problem.Code.UNAVAILABLE
                  && System.nanoTime() - end < 0) {
                turnedAway.add(number);
                return CompletableFuture.supplyAsync(() -> number, PAUSE)
                    .thenCompose(same -> send(session, to, text, same, end));
              }
              return CompletableFuture.completedFuture(result);
            });
  }

  private String done(Step step) {
    if (step instanceof Step.Connect connect) {
      return connect(connect.user());
    } else if (step instanceof Step.Flood flood) {
      return limiter.during(() -> flood(flood));
    } else if (step instanceof Step.Take take) {
      return take(take);
    } else if (step instanceof Step.Grant grant) {
      services.ask(
          UserModeration.class, it -> it.grant(Actor.operator(), grant.user(), grant.role()));
      return Model.DONE;
    } else if (step instanceof Step.Edit edit) {
      return about(edit.said(), (it, id) -> it.edit(id, edit.text(), as(edit.by()), edit.reason()));
    } else if (step instanceof Step.Retract retract) {
      return about(retract.said(), (it, id) -> it.retract(id, as(retract.by()), retract.reason()));
    } else if (step instanceof Step.Pin pin) {
      return about(pin.said(), (it, id) -> it.pin(id, as(pin.by())));
    } else if (step instanceof Step.Report report) {
      return about(report.said(), (it, id) -> it.report(id, as(report.by()), report.reason()));
    }
    return inGroup(step);
  }

  private String connect(String user) {
    Visit before = present.get(user);
    if (before != null && before.session().isOpen()) {
      return Model.NOTHING;
    }
    Visit visit = new Visit(user, before == null);
    Session session = Services.patiently(() -> engine.connect(user, user, Map.of(), visit));
    visit.opened(session);
    present.put(user, visit);
    visits.add(visit);
    return Model.DONE;
  }

  private String flood(Step.Flood flood) {
    try {
      int sent = 0;
      String refusal = "nothing is refused";
      for (String text : flood.texts()) {
        String answer = say(flood.user(), flood.to(), text).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (answer.equals(Model.SENT)) {
          sent++;
        } else {
          refusal = answer;
        }
      }
      return sent + " sent, then " + refusal;
    } catch (Exception noAnswer) {
      throw new IllegalStateException("No answer to " + flood, noAnswer);
    }
  }

  private String take(Step.Take take) {
    Visit visit = present.get(take.user());
    visit.awaitGreeting();
    String answer = services.ask(UserModeration.class, it -> take(take, it));
    boolean ends = take.measure() == Step.Measure.BAN || take.measure() == Step.Measure.KICK;
    if (ends && answer.equals(Model.DONE) && visit.session().isOpen()) {
      return "done, but the session is open";
    }
    return answer;
  }

  private static String take(Step.Take take, UserModeration moderation) {
    Actor by = as(take.by());
    String user = take.user();
    String reason = take.reason();
    boolean isDone =
        switch (take.measure()) {
          case BAN -> moderation.ban(by, user, reason, Optional.empty()) != null;
          case UNBAN -> moderation.unban(by, user, reason).isPresent();
          case MUTE -> moderation.mute(by, user, reason, Optional.empty()) != null;
          case UNMUTE -> moderation.unmute(by, user, reason).isPresent();
          case KICK -> moderation.kick(by, user, reason) > 0;
        };
    return isDone ? Model.DONE : Model.NOTHING;
  }

  private static Actor as(String user) {
    return Actor.user(user);
  }

  /** Something that is done to a stored message. */
  private interface ToMessage {
    void apply(MessageModeration moderation, MessageId id);
  }

  private String about(int number, ToMessage work) {
    Optional<MessageId> id = id(number);
    if (id.isEmpty()) {
      return Model.NOTHING;
    }
    return permissions.during(
        () ->
            services.ask(
                MessageModeration.class,
                moderation -> {
                  work.apply(moderation, id.get());
                  return Model.DONE;
                }));
  }

  private String inGroup(Step step) {
    if (step instanceof Step.Create create) {
      return groups(
          it -> it.create(as(create.owner()), create.group(), create.visibility(), create.owner()));
    } else if (step instanceof Step.Enter enter) {
      return groups(it -> enter(enter, it));
    } else if (step instanceof Step.Remove remove) {
      return groups(
          it -> it.remove(as(remove.by()), remove.group(), remove.user(), remove.reason()));
    } else if (step instanceof Step.Rule rule) {
      return groups(
          it -> it.setRule(as(rule.by()), rule.group(), rule.rule(), rule.value(), rule.reason()));
    }
    throw new IllegalArgumentException(step.toString());
  }

  private void enter(Step.Enter enter, GroupModeration groups) {
    Group group = engine.groups().find(enter.group()).orElseThrow();
    if (group.visibility() == Group.Visibility.PRIVATE && !group.hasMember(enter.user())) {
      groups.invite(as(enter.owner()), enter.group(), enter.user());
    }
    groups.join(as(enter.user()), enter.group(), enter.user());
  }

  private String groups(Consumer<GroupModeration> work) {
    return services.ask(
        GroupModeration.class,
        moderation -> {
          work.accept(moderation);
          return Model.DONE;
        });
  }
}
