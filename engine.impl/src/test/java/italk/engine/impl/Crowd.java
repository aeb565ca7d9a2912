package italk.engine.impl;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several threads that begin at the same moment; what one of them throws fails the test. */
public final class Crowd {

  private static final long LIMIT_SECONDS = 20;

  /** What each of them does. */
  @FunctionalInterface
  public interface Work {
    void run(int number) throws Exception;
  }

  private Crowd() {}

  /** Runs {@code work} with the numbers from 0 on, one thread each, and waits for the end. */
  public static void of(int threads, Work work) throws Exception {
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        Callable<Void> task =
            () -> {
              together.await();
              work.run(number);
              return null;
            };
        all.add(executor.submit(task));
      }
      for (Future<?> one : all) {
        one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
