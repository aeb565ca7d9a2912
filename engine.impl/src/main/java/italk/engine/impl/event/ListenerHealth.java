package italk.engine.impl.event;

import java.time.Duration;

/** Who counts a listener's failures, and says when it is to be left alone for a while. */
public interface ListenerHealth {

  /** A listener being told one event. */
  @FunctionalInterface
  interface Told {
    void run() throws Exception;
  }

  /** Tells, and counts what comes of it. */
  void watch(Told told) throws Exception;

  /** How long it is to be left alone; zero where it may be told. */
  Duration leftAloneFor();

  /** It has been in one event for too long, or has come back. */
  void hangs(boolean isHanging);
}
