package italk.ext.ratelimiter;

import java.lang.annotation.Annotation;
import java.util.List;

/** Options as Declarative Services would hand them in. */
record TestOptions(int burst, int messages, int seconds, List<String> roles, String message)
    implements RateLimiterOptions {

  /** So many at once, then one per second. */
  static TestOptions burst(int burst) {
    return new TestOptions(burst, 60, 60, List.of(), "Attendez {seconds} s.");
  }

  TestOptions exempting(String... exempt) {
    return new TestOptions(burst, messages, seconds, List.of(exempt), message);
  }

  TestOptions every(int newMessages, int newSeconds) {
    return new TestOptions(burst, newMessages, newSeconds, roles, message);
  }

  @Override
  public String[] exempt__roles() {
    return roles.toArray(String[]::new);
  }

  @Override
  public Class<? extends Annotation> annotationType() {
    return RateLimiterOptions.class;
  }
}
