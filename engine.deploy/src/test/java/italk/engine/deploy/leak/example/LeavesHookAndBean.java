package italk.engine.deploy.leak.example;

import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import org.osgi.framework.BundleContext;

/** Registers with the JVM and never takes it back. */
public class LeavesHookAndBean extends Tidy {

  @Override
  public void start(BundleContext context) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {}, "left hook"));
    ManagementFactory.getPlatformMBeanServer()
        .registerMBean(new Counter(), new ObjectName("example:type=Counter"));
  }

  /** What is managed. */
  public interface CounterMBean {
    /** How many. */
    int getCount();
  }

  /** What is registered. */
  public static class Counter implements CounterMBean {
    @Override
    public int getCount() {
      return 0;
    }
  }
}
