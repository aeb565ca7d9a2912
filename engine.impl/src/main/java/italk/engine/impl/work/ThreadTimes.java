package italk.engine.impl.work;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How much of a processor's time threads have used. */
final class ThreadTimes {

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final boolean known =
      threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();

  /** In nanoseconds; negative where it is not known. */
  long of(Thread thread) {
    return known ? threads.getThreadCpuTime(thread.getId()) : -1;
  }
}
