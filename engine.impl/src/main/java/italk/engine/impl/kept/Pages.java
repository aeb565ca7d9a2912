package italk.engine.impl.kept;

import italk.engine.api.Problem;

/** The one rule for how much may be asked for at once. */
public final class Pages {

  private Pages() {}

  public static int checked(int limit, int max) {
    if (limit < 1 || limit > max) {
      throw Problem.of(
              Problem.Code.INVALID, "A page has 1 to " + max + " entries, found " + limit + ".")
          .exception();
    }
    return limit;
  }
}
