package italk.bench.cost;

/** Stops a measurement that would not measure what it says. */
final class Checks {

  private Checks() {}

  static void same(String what, int expected, int found) {
    if (expected != found) {
      throw new IllegalStateException(what + ": expected " + expected + ", found " + found + ".");
    }
  }
}
