package italk.bench.store;

import italk.bench.setup.RunningEngine;
import italk.bench.setup.Spread;
import italk.engine.api.Conversation;
import italk.engine.api.History;
import italk.engine.api.Message;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What it costs to read and to reopen when there are many messages. */
final class ManyMessages {

  private static final int[] COUNTS = {10_000, 100_000, 1_000_000};
  private static final int PAGE = 50;
  private static final int READS = 2_000;
  private static final int ACKNOWLEDGED = 20_000;

  private final PrintStream out;
  private final Path home = Homes.newHome();

  ManyMessages(PrintStream out) {
    this.out = out;
  }

  void measure() throws Exception {
    System.err.println("bench: many messages");
    out.println("| messages in one conversation | latest 50, ms | 50 in the middle, ms |");
    out.println("|---|---|---|");
    try (RunningEngine engine = Homes.start(home)) {
      int stored = 0;
      for (int count : COUNTS) {
        Homes.addMessages(engine, Conversation.everyone(), count - stored);
        stored = count;
        history(engine.engine().history(Conversation.everyone()), count);
      }
    }
    out.println();
    out.printf(
        Locale.ROOT, "Start, in a JVM of its own: %s ms with none", startedIn(Homes.newHome()));
    out.printf(Locale.ROOT, ", %s ms with 1,000,000 messages", startedIn(home));
    Child child = Child.start(home, "load", "512m");
    child.awaitLine("acknowledged " + ACKNOWLEDGED);
    child.kill();
    long log = Files.size(home.resolve("data/italk.db-wal")) >> 20;
    out.printf(
        Locale.ROOT,
        ", %s ms after a kill under load, with %d MB of write-ahead log.%n%n",
        startedIn(home),
        log);
  }

  private void history(History history, int count) {
    List<Message> latest = history.latest(PAGE);
    Message middle = latest.get(0);
    for (int i = 0; i < Math.min(200, count / 1_000); i++) {
      middle = history.before(middle.id(), History.MAX_PAGE).get(0);
    }
    Message between = middle;
    time(() -> history.latest(PAGE)); // Warms up.
    Spread newest = time(() -> history.latest(PAGE));
    Spread deep = time(() -> history.before(between.id(), PAGE));
    out.printf(Locale.ROOT, "| %,d | %.2f | %.2f |%n", count, newest.median(), deep.median());
  }

  private static Spread time(Runnable read) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < READS; i++) {
      long begin = System.nanoTime();
      read.run();
      millis.add((System.nanoTime() - begin) / 1e6);
    }
    return Spread.of(millis);
  }

  /** Milliseconds that a child said its engine took to be there. */
  private static String startedIn(Path home) throws Exception {
    Child child = Child.start(home, "start", "512m");
    String said = child.awaitLine("started ");
    child.awaitEnd();
    return said.split(" ")[1];
  }
}
