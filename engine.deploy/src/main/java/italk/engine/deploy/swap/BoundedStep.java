package italk.engine.deploy.swap;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * A step into code of an extension (an activator, a component's activation or deactivation, a
 * health check), on a thread of its own: code that never returns keeps that thread, and nothing
 * else waits for it longer than the bound.
 */
final class BoundedStep {

  private static final Duration GRACE = Duration.ofMillis(200);

  private BoundedStep() {}

  /** What is done. */
  interface Step {
    void run() throws BundleException;
  }

  /** It did not return in time, not even when it was interrupted. The message says where it is. */
  static final class HangsException extends Exception {
    private static final long serialVersionUID = 1L;

    private HangsException(String message) {
      super(message);
    }
  }

  /** Begins the step and does not wait for it. */
  static void begin(String name, Step step) {
    thread(name, task(step)).start();
  }

  /**
   * Runs the step. One that is late is interrupted; it counts as hanging, whatever it does then.
   *
   * @throws HangsException where it took longer than {@code bound}
   */
  static void run(String name, Duration bound, Step step)
      throws BundleException, HangsException, InterruptedException {
    FutureTask<Void> task = task(step);
    Thread thread = thread(name, task);
    thread.start();
    try {
      task.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      String where = where(thread);
      thread.interrupt();
      thread.join(GRACE.toMillis());
      throw new HangsException(name + " takes longer than " + bound.toMillis() + " ms" + where);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof BundleException known
          ? known
          : new BundleException(String.valueOf(failed.getCause()), failed.getCause());
    }
  }

  private static FutureTask<Void> task(Step step) {
    return new FutureTask<>(
        () -> {
          step.run();
          return null;
        });
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, "italk-operation: " + name);
    thread.setDaemon(true);
    // Else that of whoever happens to begin an operation.
    thread.setContextClassLoader(BoundedStep.class.getClassLoader());
    return thread;
  }

  // The first line that is neither the JDK's nor the framework's: that is where an author looks.
  private static String where(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      String type = frame.getClassName();
      if (!type.startsWith("java.")
          && !type.startsWith("jdk.")
          && !type.startsWith("sun.")
          && !type.startsWith("org.apache.felix.")
          && !type.startsWith("org.eclipse.osgi.")) {
        boolean isOurs =
            type.substring(0, type.lastIndexOf('.') + 1)
                .equals(BoundedStep.class.getPackageName() + ".");
        return isOurs ? "" : ": it is at " + frame;
      }
    }
    return "";
  }

  /** For messages. */
  static String nameOf(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }
}
