package italk.engine.deploy.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the walk follows, where it ends, and when it gives up. */
class ObjectGraphTest {

  private final ClassLoader lost = new URLClassLoader(new URL[0], getClass().getClassLoader());
  private final List<Step> hits = new ArrayList<>();

  /** An object of a class of the lost loader. */
  private final Object held =
      Proxy.newProxyInstance(lost, new Class<?>[] {Runnable.class}, (self, method, words) -> null);

  @Test
  void opensWhatTheBuildSaysItOpens() {
    assertThat(JavaOpenings.missing()).isEmpty();
  }

  @Test
  void followsFieldsArraysAndCollections() {
    for (Object root :
        List.of(
            new Object[] {1, held},
            List.of(List.of(new AtomicReference<>(held))),
            new ConcurrentHashMap<>(Map.of("key", held)),
            new WeakHashMap<>(Map.of("key", held)),
            ThreadLocal.withInitial(((Runnable) held)::hashCode))) {
      walk(root);
      assertThat(hits).as("%s", root.getClass()).hasSize(1);
      assertThat(hits.get(0).object()).isSameAs(held);
    }
  }

  @Test
  void findsTheLoaderItsClassesTheirMembersAndTheLoadersBelow() throws Exception {
    Method method = held.getClass().getMethod("run");
    try (URLClassLoader below = new URLClassLoader(new URL[0], lost)) {
      ProtectionDomain domain = new ProtectionDomain(null, null, lost, null);
      for (Object one : List.of(lost, held.getClass(), method, below, domain)) {
        walk(List.of(one));
        assertThat(hits).as("%s", one).hasSize(1);
      }
    }
  }

  @Test
  void doesNotFollowWeakAndSoftReferences() {
    walk(List.of(new WeakReference<>(held), new SoftReference<>(held)));
    assertThat(hits).isEmpty();
  }

  @Test
  void endsInAHeapOfAnySize() {
    Object[] many =
        Stream.generate(Object::new).limit(ObjectGraph.MOST_OBJECTS + 1).toArray(Object[]::new);
    assertThat(walk(many).isComplete()).isFalse();
    assertThat(walk(List.of(1, 2)).isComplete()).isTrue();
  }

  @Test
  void endsInTime() {
    Object[] some = Stream.generate(Object::new).limit(5_000).toArray(Object[]::new);
    ObjectGraph graph = graph(System.nanoTime() - 1);
    graph.walk(List.of(new Root("test", some)));
    assertThat(graph.isComplete()).isFalse();
  }

  private ObjectGraph walk(Object root) {
    hits.clear();
    ObjectGraph graph = graph(System.nanoTime() + Duration.ofMinutes(1).toNanos());
    graph.walk(List.of(new Root("test", root)));
    return graph;
  }

  private ObjectGraph graph(long end) {
    Set<ClassLoader> loaders = Collections.newSetFromMap(new IdentityHashMap<>());
    loaders.add(lost);
    return new ObjectGraph(loaders, (loader, step) -> hits.add(step), end);
  }
}
