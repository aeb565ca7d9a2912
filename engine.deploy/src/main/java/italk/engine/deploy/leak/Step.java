package italk.engine.deploy.leak;

import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * An object that was reached, and how.
 *
 * @param before from which object; null at the root
 * @param field through which of its fields; null for an element of an array, and at the root
 */
record Step(Root root, Object object, Step before, Field field) {

  static Step first(Root root) {
    return new Step(root, root.start(), null, null);
  }

  Step to(Object next, Field through) {
    return new Step(root, next, this, through);
  }

  /** From the root to here. */
  List<Step> path() {
    Deque<Step> path = new ArrayDeque<>();
    for (Step step = this; step != null; step = step.before) {
      path.addFirst(step);
    }
    return List.copyOf(path);
  }
}
