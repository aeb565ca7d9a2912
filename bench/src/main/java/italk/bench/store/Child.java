package italk.bench.store;

import italk.bench.setup.Place;
import italk.bench.setup.RunningEngine;
import italk.engine.api.Conversation;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An engine in a process of its own, which says on standard output how far it is. */
public final class Child {

  private static final int ON_THE_WAY = 256;
  private static final int ENOUGH_FOR_HEAP = 10_000;
  private static final long END_SECONDS = 60;

  private final Process process;
  private final BufferedReader lines;

  private Child(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  static Child start(Path home, String task, String heap) throws IOException {
    return new Child(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-D" + Place.DISTRIBUTION + "=" + Place.distribution(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                home.toString(),
                task)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Reads until a line that begins so. */
  String awaitLine(String beginning) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith(beginning)) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("The child ended before it said: " + beginning);
    }
    return line;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("The child did not end.");
    }
  }

  /** The child: its home, and what it is to do. */
  public static void main(String[] arguments) throws Exception {
    long begin = System.nanoTime();
    try (RunningEngine engine = Homes.start(Path.of(arguments[0]))) {
      engine.engine().history(Conversation.everyone()).latest(1);
      say("started " + (System.nanoTime() - begin) / 1_000_000);
      if (arguments[1].equals("load")) {
        send(engine, Integer.MAX_VALUE);
      } else if (arguments[1].equals("heap")) {
        send(engine, ENOUGH_FOR_HEAP);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        say("heap " + (runtime.totalMemory() - runtime.freeMemory() >> 20));
      }
    }
    // Nothing is left to do, whatever threads the framework keeps.
    System.exit(0);
  }

  private static void send(RunningEngine engine, int count) throws InterruptedException {
    Semaphore window = new Semaphore(ON_THE_WAY);
    Session session = engine.engine().connect("child", "Child", Map.of(), delivery -> {});
    for (int i = 0; i < count; i++) {
      window.acquire();
      int number = i;
      session
          .send(Conversation.everyone(), Homes.CONTENT)
          .thenAccept(
              result -> {
                if (result instanceof SendResult.Sent && number % 1_000 == 0) {
                  say("acknowledged " + number);
                }
                window.release();
              });
    }
    window.acquire(ON_THE_WAY);
  }

  private static void say(String line) {
    System.out.printf(Locale.ROOT, "%s%n", line);
    System.out.flush();
  }
}
