package italk.engine.deploy.leak.example;

import java.lang.reflect.Proxy;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.logging.ConsoleHandler;
import java.util.logging.Logger;
import org.osgi.framework.BundleContext;

/** Registers with Java's lists of drivers and log handlers and never takes it back. */
public class LeavesDriverAndHandler extends Tidy {

  @Override
  public void start(BundleContext context) throws Exception {
    Class<?>[] driver = {Driver.class};
    DriverManager.registerDriver(
        (Driver)
            Proxy.newProxyInstance(
                getClass().getClassLoader(), driver, (self, method, words) -> null));
    Logger.getLogger("").addHandler(new Handler());
  }

  /** What is left with the root logger. */
  static class Handler extends ConsoleHandler {}
}
