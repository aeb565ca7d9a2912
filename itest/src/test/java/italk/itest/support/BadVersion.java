package italk.itest.support;

import static italk.engine.api.operation.Outcome.Result.REFUSED;
import static italk.engine.api.operation.Outcome.Result.ROLLED_BACK;

import italk.engine.api.operation.Outcome.Result;

/** Every kind of bad new version of the moderator, and what the answer to each has to be. */
public enum BadVersion {
  THROWS_IN_STATIC_INITIALIZER(ROLLED_BACK, "THROWS_IN_STATIC_INITIALIZER on purpose"),
  LACKS_A_CLASS(ROLLED_BACK, "italk.itest.faulty.Mark"),
  THROWS_IN_ACTIVATE(ROLLED_BACK, "THROWS_IN_ACTIVATE on purpose"),
  SLEEPS_IN_ACTIVATE(ROLLED_BACK, "(after 1000 ms)"),
  LOOPS_IN_ACTIVATE(ROLLED_BACK, "(after 1000 ms)"),
  ACTIVATOR_THROWS(ROLLED_BACK, "ACTIVATOR_THROWS on purpose"),
  NEVER_REGISTERS_ITS_HOOKS(ROLLED_BACK, "waits for a service java.lang.Runnable"),
  HEALTH_IS_CRITICAL(ROLLED_BACK, "says CRITICAL: its blood pressure is 300"),
  HEALTH_THROWS(ROLLED_BACK, "HEALTH_THROWS on purpose"),
  HEALTH_HANGS(ROLLED_BACK, "asking the health checks"),
  THROWS_AT_PROBE(ROLLED_BACK, "THROWS_AT_PROBE on purpose"),
  HANGS_AT_PROBE(ROLLED_BACK, "gave no verdict within"),
  UNRESOLVABLE(REFUSED, "needs package org.example.nobody [2,3)"),
  OTHER_EXTENSION_NAME(REFUSED, "moderatr"),
  OTHER_SYMBOLIC_NAME(REFUSED, "italk.itest.impostor"),
  COMPONENT_IS_NOT_THERE(REFUSED, "italk.itest.faulty.Nobody"),
  OLDER_API(REFUSED, "italk.engine.api"),
  NEWER_API(REFUSED, "italk.engine.api"),
  CORRUPT(REFUSED, "it is not a whole jar"),
  DAMAGED_CLASS(REFUSED, "it is not a whole jar"),
  NO_BUNDLE(REFUSED, "it is no bundle");

  private final Result result;
  private final String cause;

  BadVersion(Result result, String cause) {
    this.result = result;
    this.cause = cause;
  }

  /** What has to come of it. */
  public Result result() {
    return result;
  }

  /** What the cause has to contain. */
  public String cause() {
    return cause;
  }

  /** True where code of it goes on until the test ends it. */
  public boolean hangs() {
    return this == SLEEPS_IN_ACTIVATE
        || this == LOOPS_IN_ACTIVATE
        || this == HEALTH_HANGS
        || this == HANGS_AT_PROBE;
  }

  /** The jar's file name. */
  public String file() {
    return name() + ".jar";
  }
}
