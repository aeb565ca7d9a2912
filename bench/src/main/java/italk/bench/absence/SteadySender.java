package italk.bench.absence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a numbered message every half a millisecond, whatever became of those before, and notes
 * what became of each. Where it is held up itself, it catches up: each message counts from when it
 * was due.
 *
 * <p>What it notes is guarded by {@code this}; whoever completes a message adds to it.
 */
final class SteadySender extends Thread {

  static final Duration INTERVAL = Duration.ofNanos(500_000);

  private static final int MAX_ON_THEIR_WAY = 8_000;

  private final Hooked hooked;
  private final Semaphore room = new Semaphore(MAX_ON_THEIR_WAY);
  private List<Passed> noted = new ArrayList<>();
  private volatile boolean stopped;

  SteadySender(Hooked hooked) {
    super("bench-sender");
    this.hooked = hooked;
    setDaemon(true);
  }

  @Override
  public void run() {
    long due = System.nanoTime();
    for (int number = 0; !stopped; number++) {
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      room.acquireUninterruptibly();
      send(number, due);
      due += INTERVAL.toNanos();
    }
  }

  private void send(int number, long due) {
    hooked
        .send(Passed.content(number))
        .whenComplete(
            (content, thrown) -> {
              note(
                  new Passed(
                      due,
                      System.nanoTime(),
                      thrown == null ? content : thrown.toString(),
                      thrown != null));
              room.release();
            });
  }

  private synchronized void note(Passed passed) {
    noted.add(passed);
    notifyAll();
  }

  /** Waits until a message was seen by this version of the hook. */
  synchronized void awaitSeenBy(String version, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    int looked = 0;
    while (true) {
      for (; looked < noted.size(); looked++) {
        if (noted.get(looked).isSeenBy(version)) {
          return;
        }
      }
      if (end - System.nanoTime() < 0) {
        throw new IllegalStateException(
            "Version " + version + " of the hook saw no message within " + limit + ".");
      }
      wait(10);
    }
  }

  /** What was noted since this was asked last. */
  synchronized List<Passed> take() {
    List<Passed> taken = noted;
    noted = new ArrayList<>();
    return taken;
  }

  /** Sends no more, and waits until all have ended. */
  void end(Duration limit) throws InterruptedException {
    stopped = true;
    join(limit.toMillis());
    if (!room.tryAcquire(MAX_ON_THEIR_WAY, limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("Messages without an answer after " + limit + ".");
    }
  }
}
