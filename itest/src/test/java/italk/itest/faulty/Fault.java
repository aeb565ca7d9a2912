package italk.itest.faulty;

import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** What is wrong with a version, as the header {@value #HEADER} of its manifest says. */
public enum Fault {
  NONE,
  THROWS_IN_STATIC_INITIALIZER,
  LACKS_A_CLASS,
  THROWS_IN_ACTIVATE,
  SLEEPS_IN_ACTIVATE,
  LOOPS_IN_ACTIVATE,
  ACTIVATOR_THROWS,
  HEALTH_IS_CRITICAL,
  HEALTH_THROWS,
  HEALTH_HANGS,
  THROWS_AT_PROBE,
  HANGS_AT_PROBE,
  HANGS_IN_DEACTIVATE;

  /** The manifest's header. */
  public static final String HEADER = "Itest-Fault";

  /** The system property that ends what would hang for ever. */
  public static final String RELEASE = "itest.release";

  /** That of the bundle that these classes came from. */
  static Fault here() {
    Bundle bundle = FrameworkUtil.getBundle(Fault.class);
    String fault = bundle.getHeaders("").get(HEADER);
    return fault == null ? NONE : valueOf(fault);
  }

  /** Whatever interrupts it: only the test ends this. */
  static void hang() {
    while (!Boolean.getBoolean(RELEASE)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  void throwIf(Fault fault) {
    if (this == fault) {
      throw new IllegalStateException(name() + " on purpose");
    }
  }

  void hangIf(Fault fault) {
    if (this == fault) {
      hang();
    }
  }
}
