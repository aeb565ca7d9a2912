package italk.engine.deploy.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered has a bound, and nothing of it is kept alive. */
class LostLoadersTest {

  private final LostLoaders lost = new LostLoaders();

  @Test
  void forgetsTheOldestPastItsBound() {
    List<ClassLoader> held = new ArrayList<>();
    for (int i = 0; i <= LostLoaders.MOST; i++) {
      held.add(add(i));
    }
    assertThat(lost.left()).hasSize(LostLoaders.MOST);
    assertThat(lost.left().get(0).version()).isEqualTo("1");
    assertThat(held).hasSize(LostLoaders.MOST + 1);
  }

  @Test
  void forgetsWhatIsCollectedAndNothingElse() {
    ClassLoader held = add(1);
    add(2);
    assertThat(lost.afterCollection()).extracting(LostLoader::version).containsExactly("1");
    assertThat(held).isNotNull();
  }

  @Test
  void anInterruptEndsTheWaiting() {
    ClassLoader held = add(1);
    Thread.currentThread().interrupt();
    assertThat(lost.afterCollection()).hasSize(1);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(held).isNotNull();
  }

  private ClassLoader add(int number) {
    ClassLoader loader = new URLClassLoader(new URL[0], null);
    lost.add(
        new LostLoader("example", String.valueOf(number), Instant.now(), lost.reference(loader)));
    return loader;
  }
}
