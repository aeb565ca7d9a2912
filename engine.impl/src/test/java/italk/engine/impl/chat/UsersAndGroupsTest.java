package italk.engine.impl.chat;

import static italk.engine.impl.Soon.soon;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.Group.Role;
import italk.engine.api.Group.Visibility;
import italk.engine.api.Groups;
import italk.engine.api.Problem;
import italk.engine.api.User;
import italk.engine.api.Users;
import italk.engine.api.event.Change;
import italk.engine.impl.Crowd;
import italk.engine.impl.chat.TestEngine.TestListener;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class UsersAndGroupsTest {

  private final TestEngine test = new TestEngine();
  private final Users users = test.engine.users();
  private final Groups groups = test.engine.groups();

  @AfterEach
  void stop() {
    test.close();
  }

  private static Problem.Code codeOf(ThrowingCallable call) {
    return catchThrowableOfType(EngineException.class, call).problem().code();
  }

  @Test
  void aUserIsRegisteredOnceAndChangedByWhoKnowsIt() {
    TestListener listener = TestListener.of(test.engine);
    User alice = users.register("alice", "Alice", Map.of("a", 1));
    assertThat(users.find("alice")).contains(alice);
    assertThat(codeOf(() -> users.register("alice", "Other", Map.of())))
        .isEqualTo(Problem.Code.USER_EXISTS);
    assertThat(codeOf(() -> users.rename("nobody", "X"))).isEqualTo(Problem.Code.UNKNOWN_USER);
    assertThat(codeOf(() -> users.rename("alice", " "))).isEqualTo(Problem.Code.INVALID);
    assertThat(codeOf(() -> users.list("", 501))).isEqualTo(Problem.Code.INVALID);
    assertThat(codeOf(() -> users.search("a", 0))).isEqualTo(Problem.Code.INVALID);

    test.connect("alice");
    User renamed = users.rename("alice", "Alice II");
    assertThat(renamed.online()).isTrue();
    assertThat(users.find("alice")).contains(renamed);
    assertThat(users.list("", 10)).containsExactly(renamed);
    soon().until(() -> listener.all(Change.UserChanged.class).size() == 1);
    assertThat(listener.all(Change.UserChanged.class).get(0).before())
        .isEqualTo(alice.withOnline(true));
    assertThat(listener.all(Change.UserChanged.class).get(0).user()).isEqualTo(renamed);
  }

  @Test
  void aGroupsLife() {
    TestListener listener = TestListener.of(test.engine);
    users.register("alice", "Alice", Map.of());
    groups.create("club", Visibility.PRIVATE, Map.of());
    assertThat(codeOf(() -> groups.create("club", Visibility.PUBLIC, Map.of())))
        .isEqualTo(Problem.Code.GROUP_EXISTS);
    assertThat(codeOf(() -> groups.join("club", "alice"))).isEqualTo(Problem.Code.NOT_ALLOWED);
    assertThat(codeOf(() -> groups.add("club", "nobody", Role.MEMBER)))
        .isEqualTo(Problem.Code.UNKNOWN_USER);
    assertThat(codeOf(() -> groups.remove("club", "alice"))).isEqualTo(Problem.Code.NOT_A_MEMBER);
    assertThat(codeOf(() -> groups.join("none", "alice"))).isEqualTo(Problem.Code.UNKNOWN_GROUP);
    assertThatThrownBy(() -> groups.add("club", "alice", null))
        .isInstanceOf(NullPointerException.class);

    assertThat(groups.add("club", "alice", Role.OWNER).members())
        .containsEntry("alice", Role.OWNER);
    groups.add("club", "alice", Role.OWNER);
    assertThat(groups.join("club", "alice").members()).containsEntry("alice", Role.OWNER);
    groups.setMetadata("club", Map.of("topic", "cats"));
    assertThat(groups.of("alice")).containsExactly("club");
    assertThat(groups.find("club").orElseThrow().metadata().text("topic")).contains("cats");
    groups.leave("club", "alice");
    groups.leave("club", "alice");
    groups.delete("club");

    assertThat(groups.find("club")).isEmpty();
    assertThat(codeOf(() -> groups.delete("club"))).isEqualTo(Problem.Code.UNKNOWN_GROUP);
    soon().until(() -> listener.all(Change.GroupDeleted.class).size() == 1);
    assertThat(listener.events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "UserRegistered",
            "GroupCreated",
            "MemberJoined",
            "GroupChanged",
            "MemberLeft",
            "GroupDeleted");
  }

  @Test
  void aReadThatBeganBeforeAChangeDoesNotKeepTheOldStateAtHand() throws Exception {
    users.register("alice", "Alice", Map.of());
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    test.store.beforeReading(
        () -> {
          if (first.getAndSet(false)) {
            reading.countDown();
            try {
              goOn.await(10, SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        });
    CompletableFuture<User> read =
        CompletableFuture.supplyAsync(() -> users.find("alice").orElseThrow());
    assertThat(reading.await(5, SECONDS)).isTrue();
    CompletableFuture<User> renamed =
        CompletableFuture.supplyAsync(() -> users.rename("alice", "Alice II"));
    soon().until(() -> test.store.users("", 1).get(0).name().equals("Alice II"));
    goOn.countDown();

    assertThat(read.get(5, SECONDS).name()).isEqualTo("Alice");
    assertThat(renamed.get(5, SECONDS).name()).isEqualTo("Alice II");
    assertThat(users.find("alice").orElseThrow().name()).isEqualTo("Alice II");
  }

  @Test
  void whoReadsAfterAChangeWasAcknowledgedSeesIt() throws Exception {
    for (int i = 0; i < 4; i++) {
      users.register("u" + i, "name", Map.of());
    }
    groups.create("club", Visibility.PUBLIC, Map.of());
    Crowd.of(
        4,
        number -> {
          String id = "u" + number;
          for (int i = 0; i < 300; i++) {
            users.rename(id, "name" + i);
            assertThat(users.find(id).orElseThrow().name()).isEqualTo("name" + i);
            groups.join("club", id);
            assertThat(groups.find("club").orElseThrow().hasMember(id)).isTrue();
            groups.leave("club", id);
            assertThat(groups.find("club").map(Group::members).orElseThrow()).doesNotContainKey(id);
          }
        });
  }

  @Test
  void whatManyDoToOneGroupAtOnceAllCounts() throws Exception {
    TestListener listener = TestListener.of(test.engine);
    groups.create("club", Visibility.PUBLIC, Map.of());
    Crowd.of(
        6,
        number -> {
          for (int i = 0; i < 50; i++) {
            String id = "u" + number + "-" + i;
            users.register(id, "name", Map.of());
            groups.join("club", id);
          }
        });

    assertThat(groups.find("club").orElseThrow().members()).hasSize(300);
    soon().until(() -> listener.all(Change.MemberJoined.class).size() == 300);
    assertThat(listener.all(Change.MemberJoined.class))
        .as("told in the order in which it happened")
        .extracting(event -> event.group().members().size())
        .isSorted();
  }
}
