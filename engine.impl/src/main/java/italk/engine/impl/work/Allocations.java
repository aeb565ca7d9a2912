package italk.engine.impl.work;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much memory a thread has allocated, where the Java virtual machine tells.
 *
 * <p>HotSpot's own interface, looked up rather than imported: on another one, or in a framework
 * that does not export {@code com.sun.management}, the bundle has to resolve all the same.
 */
public final class Allocations {

  private static final Logger LOG = LoggerFactory.getLogger(Allocations.class);
  private static final String TYPE = "com.sun.management.ThreadMXBean";

  // Static, so that the call costs no more than one that is written out.
  private static final MethodHandle OF_THIS_THREAD = find();

  private Allocations() {}

  private static MethodHandle find() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try {
      Class<?> type = Class.forName(TYPE, true, ClassLoader.getPlatformClassLoader());
      return MethodHandles.publicLookup()
          .findVirtual(type, "getCurrentThreadAllocatedBytes", MethodType.methodType(long.class))
          .bindTo(threads);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("This Java virtual machine does not tell what a thread allocates", e);
      return MethodHandles.constant(long.class, 0L);
    }
  }

  /** In bytes, since the thread was started; 0 or less where it is not known. */
  public static long ofThisThread() {
    try {
      return (long) OF_THIS_THREAD.invokeExact();
    } catch (Throwable e) { // What a method handle declares; this one throws unchecked ones only.
      throw new IllegalStateException(e);
    }
  }
}
