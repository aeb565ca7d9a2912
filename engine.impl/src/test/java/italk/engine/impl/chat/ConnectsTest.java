package italk.engine.impl.chat;

import static italk.engine.impl.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import italk.engine.api.EngineException;
import italk.engine.api.Inbox;
import italk.engine.api.Metadata;
import italk.engine.api.Problem;
import italk.engine.api.Session;
import italk.engine.api.User;
import italk.engine.api.event.Change;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineEvent.UserConnected;
import italk.engine.api.event.EngineEvent.UserDisconnected;
import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.ConnectRequest;
import italk.engine.api.extension.Verdict;
import italk.engine.impl.Crowd;
import italk.engine.impl.chat.TestEngine.TestInbox;
import italk.engine.impl.chat.TestEngine.TestListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectsTest {

  private final TestEngine test = new TestEngine(Map.of("listener__queue", 100_000));
  private final TestListener listener = TestListener.of(test.engine);

  @AfterEach
  void stop() {
    test.close();
  }

  private void intercept(ConnectInterceptor interceptor) {
    test.framework.install("own").start().register(interceptor, 0, ConnectInterceptor.class);
  }

  private EngineException refused(String userId) {
    return catchThrowableOfType(EngineException.class, () -> test.connect(userId));
  }

  private User user(String id) {
    return test.engine.users().find(id).orElseThrow();
  }

  @Test
  void whoIsNewIsRegisteredAndOnlineAndToldOfInThatOrder() {
    Session session =
        test.engine.connect("alice", "Alice", Map.of("role", "admin"), delivery -> {});

    User alice = user("alice");
    assertThat(alice.name()).isEqualTo("Alice");
    assertThat(alice.metadata()).isEqualTo(Metadata.of(Map.of("role", "admin")));
    assertThat(alice.online()).isTrue();
    assertThat(test.engine.session(session.id())).containsSame(session);
    assertThat(test.engine.users().online()).containsExactly(alice);
    soon().until(() -> listener.events.size() == 2);
    assertThat(((Change.UserRegistered) listener.events.get(0)).user().id()).isEqualTo("alice");
    UserConnected connected = (UserConnected) listener.events.get(1);
    assertThat(connected.user()).isEqualTo(alice);
    assertThat(connected.cameOnline()).isTrue();
    assertThat(connected.sessionId()).isEqualTo(session.id());
  }

  @Test
  void whoIsKnownKeepsTheStoredNameAndMetadata() {
    test.engine.users().register("alice", "Alice", Map.of("a", 1));
    test.engine.users().rename("alice", "Alice II");

    test.engine.connect("alice", "Mallory", Map.of("role", "admin"), delivery -> {});

    assertThat(user("alice").name()).isEqualTo("Alice II");
    assertThat(user("alice").metadata()).isEqualTo(Metadata.of(Map.of("a", 1)));
    soon().until(() -> listener.all(UserConnected.class).size() == 1);
    assertThat(listener.all(UserConnected.class).get(0).user().name()).isEqualTo("Alice II");
    assertThat(listener.all(Change.UserRegistered.class)).hasSize(1);
  }

  @Test
  void aUserIsOnlineAsLongAsThereIsASession() {
    TestInbox inbox = new TestInbox();
    Session first = test.connect("alice", inbox);
    Session second = test.connect("alice");

    first.close("bye");
    first.close("again");
    assertThat(user("alice").online()).isTrue();
    second.close();
    assertThat(user("alice").online()).isFalse();
    assertThat(test.engine.users().online()).isEmpty();

    inbox.awaitClosed();
    assertThat(inbox.deliveries).hasSize(1);
    soon().until(() -> listener.all(UserDisconnected.class).size() == 2);
    assertThat(listener.all(UserConnected.class))
        .extracting(UserConnected::cameOnline)
        .containsExactly(true, false);
    assertThat(listener.all(UserDisconnected.class))
        .extracting(UserDisconnected::reason, UserDisconnected::wentOffline)
        .containsExactly(tuple("bye", false), tuple("disconnected", true));
  }

  @Test
  void disconnectClosesAllSessionsOfAUserAndToldWhy() {
    TestInbox inbox = new TestInbox();
    test.connect("alice", inbox);
    test.connect("alice", inbox);
    Session bob = test.connect("bob");

    assertThat(test.engine.users().disconnect("alice", "banned")).isEqualTo(2);
    assertThat(test.engine.users().disconnect("nobody", "banned")).isZero();

    soon().until(() -> inbox.deliveries.size() == 2);
    assertThat(inbox.deliveries).containsOnly(new Inbox.Closed("banned"));
    assertThat(bob.isOpen()).isTrue();
  }

  @Test
  void anInterceptorSeesWhoIsNewAndARejectedOneLeavesNothingBehind() {
    test.engine.users().register("known", "Known", Map.of());
    List<ConnectRequest> requests = new CopyOnWriteArrayList<>();
    intercept(
        request -> {
          requests.add(request);
          return Verdict.reject("not today");
        });

    assertThat(refused("new").problem().code()).isEqualTo(Problem.Code.REJECTED);
    assertThat(refused("known")).hasMessage("not today");

    assertThat(requests).extracting(ConnectRequest::known).containsExactly(false, true);
    assertThat(requests.get(1).user().name()).isEqualTo("Known");
    assertThat(test.engine.users().find("new")).isEmpty();
    assertThat(test.engine.users().online()).isEmpty();
    assertThat(test.engine.status().sessions()).isZero();
  }

  @Test
  void aStoreThatFailsIsToldAndTheNextConnectWorks() {
    test.store.failCommits(true);
    assertThat(refused("alice").problem().code()).isEqualTo(Problem.Code.UNAVAILABLE);
    test.store.failCommits(false);
    test.store.failWriting(true);
    assertThat(refused("alice").problem().code()).isEqualTo(Problem.Code.UNAVAILABLE);
    test.store.failWriting(false);
    test.store.failReads(true);
    assertThat(refused("alice").problem().code()).isEqualTo(Problem.Code.UNAVAILABLE);
    test.store.failReads(false);

    assertThat(test.connect("alice").isOpen()).isTrue();
    assertThat(test.engine.status().sessions()).isOne();
  }

  @Test
  void noMoreSessionsThanAllowed() {
    test.modify(Map.of("max__sessions", 1));
    Session first = test.connect("alice");

    assertThat(refused("bob")).hasMessageContaining("max_sessions");
    assertThat(user("bob").online()).isFalse();
    first.close();
    assertThat(test.connect("bob").isOpen()).isTrue();
  }

  @Test
  void whereTheCallerHasGivenUpNoSessionStaysBehind() throws Exception {
    test.store.hold();
    AtomicReference<EngineException> thrown = new AtomicReference<>();
    TestInbox inbox = new TestInbox();
    Thread caller =
        new Thread(
            () ->
                thrown.set(
                    catchThrowableOfType(
                        EngineException.class, () -> test.connect("alice", inbox))));
    caller.start();
    soon().until(() -> test.store.pending() == 1);
    caller.interrupt();
    caller.join(5_000);
    assertThat(thrown.get().problem().code()).isEqualTo(Problem.Code.UNAVAILABLE);

    test.store.release();

    inbox.awaitClosed();
    soon().until(() -> test.engine.status().sessions() == 0);
    assertThat(user("alice").online()).isFalse();
  }

  @Test
  void aConnectThatWaitsWhenTheEngineClosesIsToldAtOnce() throws Exception {
    test.modify(Map.of("extensions", new String[] {"door"}));
    test.framework.extension("door", "1.0.0", ConnectInterceptor.class);
    List<EngineException> thrown = new CopyOnWriteArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 3; i++) { // One at the gate, the others behind it on its lane.
      Thread caller = new Thread(() -> thrown.add(refused("alice")));
      caller.start();
      callers.add(caller);
    }
    soon().until(() -> callers.stream().allMatch(c -> c.getState() == Thread.State.TIMED_WAITING));

    test.engine.deactivate();

    for (Thread caller : callers) {
      caller.join(5_000);
    }
    assertThat(thrown)
        .hasSize(3)
        .allSatisfy(e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.CLOSED));
  }

  @Test
  void whoeverConnectsANewUserAtTheSameTimeItIsRegisteredOnce() throws Exception {
    for (int round = 0; round < 50; round++) {
      String id = "user" + round;
      List<Session> sessions = Collections.synchronizedList(new ArrayList<>());
      Crowd.of(
          6,
          number ->
              sessions.add(test.engine.connect(id, "Name " + number, Map.of(), delivery -> {})));
      assertThat(sessions).extracting(Session::id).doesNotHaveDuplicates().hasSize(6);
      assertThat(test.engine.users().disconnect(id, "end of round")).isEqualTo(6);
    }
    soon().until(() -> listener.all(UserDisconnected.class).size() == 300);
    assertThat(listener.all(Change.UserRegistered.class)).hasSize(50);
    for (Change.UserRegistered registered : listener.all(Change.UserRegistered.class)) {
      assertThat(user(registered.user().id()).name()).isEqualTo(registered.user().name());
    }
  }

  /**
   * Connects and disconnects of few users by many threads: as a listener hears it, each session
   * begins before it ends, and "came online" and "went offline" are true.
   */
  @Test
  void whatListenersHearOfComingAndGoingAddsUp() throws Exception {
    int threads = 6;
    int each = 150;
    Crowd.of(
        threads,
        number -> {
          for (int i = 0; i < each; i++) {
            Session session = test.connect("user" + i % 2);
            if (i % 3 == 0) {
              test.engine.users().disconnect(session.userId(), "all out");
            }
            session.close();
          }
        });
    soon().until(() -> listener.all(UserDisconnected.class).size() == threads * each);

    Map<String, Set<String>> open = Map.of("user0", new HashSet<>(), "user1", new HashSet<>());
    for (EngineEvent event : listener.events) {
      if (event instanceof UserConnected connected) {
        Set<String> sessions = open.get(connected.user().id());
        assertThat(connected.cameOnline()).isEqualTo(sessions.isEmpty());
        assertThat(sessions.add(connected.sessionId())).isTrue();
      } else if (event instanceof UserDisconnected disconnected) {
        Set<String> sessions = open.get(disconnected.user().id());
        assertThat(sessions.remove(disconnected.sessionId())).as("begun before").isTrue();
        assertThat(disconnected.wentOffline()).isEqualTo(sessions.isEmpty());
        assertThat(disconnected.user().online()).isEqualTo(!sessions.isEmpty());
      }
    }
    assertThat(open.values()).allSatisfy(sessions -> assertThat(sessions).isEmpty());
    assertThat(test.engine.status().sessions()).isZero();
  }
}
