package italk.engine.deploy.leak;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Finds threads that are inside of a lost class loader's code, when nothing but their stack holds
 * it. A stack has names, not classes: a name counts where the lost loader has loaded a class of
 * that name, which Java tells without loading one.
 */
final class RunningCode {

  private final Optional<Method> findLoadedClass = findLoadedClass();
  private final Map<Thread, StackTraceElement[]> stacks;

  /** The loaders of what runs now: their code has the same names. */
  private final Collection<ClassLoader> current;

  RunningCode(Map<Thread, StackTraceElement[]> stacks, Collection<ClassLoader> current) {
    this.stacks = stacks;
    this.current = current;
  }

  /** In words, where this thread runs code of this loader. */
  Optional<String> of(Thread thread, ClassLoader loader) {
    for (StackTraceElement frame : stacks.get(thread)) {
      // Java's own frames, which no bundle can have.
      if (frame.getModuleName() == null && hasLoaded(loader, frame.getClassName())) {
        boolean isUnsure = current.stream().anyMatch(one -> hasLoaded(one, frame.getClassName()));
        return Optional.of(
            "thread "
                + SearchRoots.quoted(thread)
                + " (it runs code of the extension: "
                + frame.getClassName()
                + "."
                + frame.getMethodName()
                + (isUnsure ? ", of this version or of the one that runs now)" : ")"));
      }
    }
    return Optional.empty();
  }

  private boolean hasLoaded(ClassLoader loader, String className) {
    try {
      return findLoadedClass.isPresent() && findLoadedClass.get().invoke(loader, className) != null;
    } catch (IllegalAccessException | InvocationTargetException unknown) {
      return false;
    }
  }

  private static Optional<Method> findLoadedClass() {
    try {
      Method method = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
      return method.trySetAccessible() ? Optional.of(method) : Optional.empty();
    } catch (NoSuchMethodException changed) {
      throw new IllegalStateException("ClassLoader.findLoadedClass is part of Java", changed);
    }
  }
}
