package italk.engine.deploy.leak.example;

import java.util.Timer;
import java.util.TimerTask;
import org.osgi.framework.BundleContext;

/** Gives a task to a timer that isn't its own. */
public class LeavesTimer extends Tidy {

  @Override
  public void start(BundleContext context) {
    context.getService(context.getServiceReference(Timer.class)).schedule(new Tick(), 3_600_000);
  }

  /** What is due in an hour. */
  static class Tick extends TimerTask {
    @Override
    public void run() {}
  }
}
