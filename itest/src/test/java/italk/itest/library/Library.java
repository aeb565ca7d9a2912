package italk.itest.library;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Says which version of the library it is. */
public final class Library {

  private Library() {}

  /** The version, in braces. */
  public static String mark() {
    return " {" + here().getVersion() + "}";
  }

  /** To be called before anything else. */
  public static void open() {
    if (here().getHeaders("").get("Itest-Fault") != null) {
      throw new UnsupportedOperationException("this library does not open, on purpose");
    }
  }

  private static Bundle here() {
    return FrameworkUtil.getBundle(Library.class);
  }
}
