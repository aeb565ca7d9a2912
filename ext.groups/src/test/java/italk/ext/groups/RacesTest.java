package italk.ext.groups;

import static italk.ext.groups.Scene.GROUP;
import static italk.ext.groups.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.EngineException;
import italk.engine.api.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was checked holds when it is done, whoever does something at the same time. */
class RacesTest {

  private final Scene scene = new Scene().withGroup(Group.Visibility.PUBLIC);
  private final ExecutorService threads = Executors.newFixedThreadPool(32);

  @AfterEach
  void end() {
    threads.shutdownNow();
    scene.close();
  }

  @Test
  void two_owners_who_demote_each_other_leave_one() throws Exception {
    for (int round = 0; round < 50; round++) {
      scene.groups.add(GROUP, "o", Group.Role.OWNER);
      scene.groups.add(GROUP, "m1", Group.Role.OWNER);

      int done = together(List.of(() -> demote("o", "m1"), () -> demote("m1", "o")));

      assertThat(done).isEqualTo(1);
      assertThat(scene.groups.find(GROUP).orElseThrow().members().values())
          .containsOnlyOnce(Group.Role.OWNER);
    }
  }

  private void demote(String by, String userId) {
    scene.actions.setRole(user(by), GROUP, userId, Group.Role.MEMBER, "");
  }

  @Test
  void of_32_who_join_at_once_no_more_come_in_than_may() throws Exception {
    scene.actions.setRule(user("o"), GROUP, "max_members", "12", "");
    List<Runnable> joins = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      String userId = "u" + i;
      joins.add(() -> scene.actions.join(user(userId), GROUP, userId));
    }

    assertThat(together(joins)).isEqualTo(7);

    assertThat(scene.groups.find(GROUP).orElseThrow().members()).hasSize(12);
  }

  /** How many were done, and not refused. */
  private int together(List<Runnable> all) throws Exception {
    CyclicBarrier start = new CyclicBarrier(all.size());
    List<Future<Boolean>> futures = new ArrayList<>();
    for (Runnable each : all) {
      futures.add(
          threads.submit(
              () -> {
                start.await(30, TimeUnit.SECONDS);
                try {
                  each.run();
                  return true;
                } catch (EngineException refused) {
                  return false;
                }
              }));
    }
    int done = 0;
    for (Future<Boolean> future : futures) {
      done += future.get(30, TimeUnit.SECONDS) ? 1 : 0;
    }
    return done;
  }
}
