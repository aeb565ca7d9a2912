package italk.engine.deploy.leak;

import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Says who holds: where the way starts, the step of it that decides, and what is held. */
final class HolderWords {

  private static final String TIMER = "java.util.TimerThread";

  private HolderWords() {}

  static String of(Step hit) {
    List<Step> path = hit.path();
    String held = " (" + subject(hit.object()) + ")";
    if (hit.root().start() instanceof Thread thread) {
      return ofThread(thread, path, held);
    }
    return hit.root().words() + place(path, false) + held;
  }

  static String bundle(Bundle bundle) {
    return "bundle " + bundle.getSymbolicName() + " " + bundle.getVersion();
  }

  private static String ofThread(Thread thread, List<Step> path, String held) {
    String words = "thread " + SearchRoots.quoted(thread);
    if (path.size() == 1) {
      return words + held;
    }
    Field first = path.get(1).field();
    if (first.getDeclaringClass() == Thread.class) {
      // The names in Java 17 to 25.
      switch (first.getName()) {
        case "contextClassLoader":
          return words + " (its context class loader)";
        case "inheritedAccessControlContext":
          return words + " (code of the extension started it)";
        case "threadLocals", "inheritableThreadLocals":
          return "thread local of " + words + place(path, false) + held;
        case "target", "holder":
          // The task itself, or one that Java has wrapped once; not what a bundle's task refers to.
          if (path.size() <= 3 && place(path, false).isEmpty()) {
            return words + " (it runs code of the extension: " + subject(hit(path)) + ")";
          }
          break;
        default:
      }
    }
    if (thread.getClass().getName().equals(TIMER) && first.getName().equals("queue")) {
      return "timer " + words + ", a task that is due" + held;
    }
    return words + place(path, true) + held;
  }

  private static Object hit(List<Step> path) {
    return path.get(path.size() - 1).object();
  }

  /** The last field that is nobody's but ours or a bundle's; Java's own say little. */
  private static String place(List<Step> path, boolean javaFieldToo) {
    List<Field> fields = path.stream().map(Step::field).filter(Objects::nonNull).toList();
    for (int i = fields.size() - 1; i >= 0; i--) {
      if (!isOfJava(fields.get(i).getDeclaringClass())) {
        return ", " + field(fields.get(i));
      }
    }
    if (path.stream().anyMatch(step -> isQueue(step.object()))) {
      return ", a task in its queue";
    }
    return javaFieldToo && !fields.isEmpty() ? ", " + field(fields.get(fields.size() - 1)) : "";
  }

  private static String field(Field field) {
    Class<?> owner = field.getDeclaringClass();
    Bundle bundle = FrameworkUtil.getBundle(owner);
    return "field "
        + field.getName()
        + " of "
        + name(owner)
        + (bundle == null ? "" : " in " + bundle(bundle));
  }

  private static String subject(Object held) {
    if (held instanceof ClassLoader) {
      return "the class loader itself";
    } else if (held instanceof Class<?> type) {
      return "class " + name(type);
    } else if (held instanceof Member member) {
      return "member of class " + name(member.getDeclaringClass());
    }
    return "object of class " + name(held.getClass());
  }

  /** A class's name; for a lambda, that of the class it is written in. */
  static String name(Class<?> type) {
    String name = type.getTypeName();
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name : name.substring(0, lambda);
  }

  private static boolean isOfJava(Class<?> type) {
    return type.getClassLoader() == null
        || type.getClassLoader() == ClassLoader.getPlatformClassLoader();
  }

  private static boolean isQueue(Object object) {
    return object instanceof Queue;
  }
}
