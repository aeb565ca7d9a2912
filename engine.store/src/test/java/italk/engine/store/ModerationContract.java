package italk.engine.store;

import static italk.engine.store.TestStore.THEN;
import static italk.engine.store.TestStore.get;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Metadata;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecord;
import italk.engine.api.moderation.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The record of what was done to keep order. */
abstract class ModerationContract extends Contract {

  ModerationContract(TestDatabase database) {
    super(database);
  }

  @Test
  void recordsAreReadBackNewestFirst() throws Exception {
    ModerationRecord ban =
        record(Actor.user("mod"), "ban", Target.user("eve"), "spam ü", Optional.of(THEN));
    ModerationRecord kick =
        record(Actor.operator(), "kick", Target.group("g"), "", Optional.empty());
    ModerationRecord unban =
        record(Actor.extension("x"), "unban", Target.user("eve"), "", Optional.empty());

    assertThat(ban.number()).isEqualTo(1);
    assertThat(ban.details().text("ip")).contains("::1");
    assertThat(ban.at().getNano() % 1_000_000).isZero();
    reopen();
    assertThat(test.store.moderation(Long.MAX_VALUE, 10)).containsExactly(unban, kick, ban);
    assertThat(test.store.moderation(3, 1)).containsExactly(kick);
    assertThat(test.store.moderation(Target.user("eve"), Long.MAX_VALUE, 10))
        .containsExactly(unban, ban);
    assertThat(test.store.moderation(Target.user("eve"), unban.number(), 10)).containsExactly(ban);
    assertThat(test.store.moderation(Target.group("eve"), Long.MAX_VALUE, 10)).isEmpty();
    assertThat(record(Actor.operator(), "kick", Target.group("g"), "", Optional.empty()).number())
        .isEqualTo(4);
  }

  @Test
  void whatWasTakenOutIsBroughtBackOnce() {
    ModerationRecord record =
        new ModerationRecord(
            41,
            THEN,
            Actor.operator(),
            "ban",
            Target.user("eve"),
            "",
            Optional.empty(),
            Metadata.EMPTY);
    for (boolean isNew : List.of(true, false)) {
      boolean isRestored = get(test.store.change(t -> t.restore(record)).toCompletableFuture());
      assertThat(isRestored).isEqualTo(isNew);
    }
    assertThat(test.store.moderation(Long.MAX_VALUE, 10)).containsExactly(record);
    assertThat(record(Actor.operator(), "unban", Target.user("eve"), "", Optional.empty()).number())
        .isEqualTo(42);
  }

  private ModerationRecord record(
      Actor by, String action, Target target, String reason, Optional<Instant> until) {
    return get(
        test.write(
            t -> t.record(by, action, target, reason, until, Metadata.of(Map.of("ip", "::1")))));
  }
}
