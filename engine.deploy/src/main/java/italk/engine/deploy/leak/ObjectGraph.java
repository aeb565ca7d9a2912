package italk.engine.deploy.leak;

import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Walks from object to object, breadth first, through fields and arrays, until it meets something
 * of a lost class loader. It reads without locks and calls no method of what it meets; what changes
 * meanwhile may be missed. Each object belongs to the root that reached it first. For one search
 * and its thread.
 */
final class ObjectGraph {

  static final int MOST_OBJECTS = 300_000;

  private static final int OBJECTS_BETWEEN_LOOKS_AT_THE_CLOCK = 1_024;
  private static final List<String> FRAMEWORKS =
      List.of("org.apache.felix.framework.", "org.eclipse.osgi.");

  private final Set<ClassLoader> lost;
  private final BiConsumer<ClassLoader, Step> found;
  private final long end;
  private final ReferenceFields fields = new ReferenceFields();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Class<?>, Optional<ClassLoader>> lostBehind = new HashMap<>();
  private final Deque<Step> next = new ArrayDeque<>();

  /**
   * From the framework everything can be reached, so that way says least about who holds: it comes
   * last. First ways to its objects, which are not among the seen ones for that.
   */
  private final Map<Object, Step> intoFramework = new IdentityHashMap<>();

  private boolean isThroughFramework;
  private boolean isCut;

  /**
   * A walk that has seen nothing yet.
   *
   * @param found told of each way to something of a lost class loader
   * @param end when to give up, as {@link System#nanoTime()}
   */
  ObjectGraph(Set<ClassLoader> lost, BiConsumer<ClassLoader, Step> found, long end) {
    this.lost = lost;
    this.found = found;
    this.end = end;
  }

  /** Walks from all roots at once: the nearest one gets an object. Stops before the framework. */
  void walk(Collection<Root> roots) {
    roots.forEach(root -> meet(Step.first(root)));
    walkOn();
  }

  /** Walks through the framework, then from what held on to parts of it. */
  void walkThroughFramework(Root framework) {
    isThroughFramework = true;
    meet(Step.first(framework));
    walkOn();
    intoFramework.values().forEach(this::enqueue);
    walkOn();
  }

  /** False where the bounds ended the walk: then somebody may have been missed. */
  boolean isComplete() {
    return !isCut;
  }

  private void walkOn() {
    int count = 0;
    while (!next.isEmpty() && !isCut) {
      if (++count % OBJECTS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && System.nanoTime() - end > 0) {
        isCut = true;
      }
      expand(next.remove());
    }
    next.clear();
  }

  private void expand(Step step) {
    if (step.object() instanceof Object[] array) {
      for (Object element : array) {
        meet(step.to(element, null));
      }
      return;
    }
    Class<?> type = step.object().getClass();
    for (Field field : fields.ofObjects(type)) {
      meet(step.to(ReferenceFields.read(field, step.object()), field));
    }
    // Of a class that has objects, and so is initialized already.
    for (Class<?> one = type; one != null && seen.add(one); one = one.getSuperclass()) {
      for (Field field : fields.ofClass(one)) {
        meet(step.to(ReferenceFields.read(field, null), field));
      }
    }
  }

  private void meet(Step step) {
    Object object = step.object();
    if (object == null) {
      return;
    }
    Optional<ClassLoader> loader = lostBehind(object);
    if (loader.isPresent()) {
      found.accept(loader.get(), step);
    } else if (!isLeaf(object)) {
      enqueue(step);
    }
  }

  private void enqueue(Step step) {
    if (isCut) {
      return;
    } else if (!isThroughFramework && isOfFramework(step.object())) {
      intoFramework.putIfAbsent(step.object(), step);
    } else if (seen.add(step.object())) {
      next.add(step);
      // Looked at here, too, since one array may have millions of elements.
      isCut = seen.size() >= MOST_OBJECTS;
    }
  }

  private Optional<ClassLoader> lostBehind(Object object) {
    if (object instanceof ClassLoader loader) {
      Optional<ClassLoader> itself = lostAbove(loader);
      return itself.isPresent() ? itself : lostBehind(object.getClass());
    } else if (object instanceof Class<?> type) {
      return lostBehind(type);
    } else if (object instanceof Member member) {
      return lostBehind(member.getDeclaringClass());
    }
    return lostBehind(object.getClass());
  }

  private Optional<ClassLoader> lostAbove(ClassLoader loader) {
    ClassLoader one = loader;
    while (one != null && !lost.contains(one)) {
      one = one.getParent();
    }
    return Optional.ofNullable(one);
  }

  // A class holds its supertypes, and so their loaders.
  private Optional<ClassLoader> lostBehind(Class<?> type) {
    Optional<ClassLoader> known = lostBehind.get(type);
    if (known == null) {
      known = type.getClassLoader() == null ? Optional.empty() : lostAbove(type.getClassLoader());
      if (known.isEmpty() && type.getSuperclass() != null) {
        known = lostBehind(type.getSuperclass());
      }
      for (Class<?> one : known.isEmpty() ? type.getInterfaces() : new Class<?>[0]) {
        known = known.isPresent() ? known : lostBehind(one);
      }
      lostBehind.put(type, known);
    }
    return known;
  }

  private static boolean isLeaf(Object object) {
    return object instanceof String
        || object instanceof Number && object.getClass().getName().startsWith("java.lang.")
        || object instanceof Boolean
        || object instanceof Character
        || object instanceof Class
        || object instanceof Member
        || object.getClass().isArray() && object.getClass().getComponentType().isPrimitive();
  }

  static boolean isOfFramework(Object object) {
    String name = object.getClass().getName();
    return FRAMEWORKS.stream().anyMatch(name::startsWith);
  }
}
