package italk.bench.store;

import italk.bench.setup.RunningEngine;
import italk.bench.setup.Spread;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a message, the start and the heap cost when there are many users. */
final class ManyUsers {

  private static final int[] COUNTS = {1, 10_000, 1_000_000};
  private static final String SMALL_HEAP = "64m";

  private final PrintStream out;
  private final int rounds;
  private final long millis;
  private final Path home = Homes.newHome();

  ManyUsers(PrintStream out, int rounds, long millis) {
    this.out = out;
    this.rounds = rounds;
    this.millis = millis;
  }

  void measure() throws Exception {
    System.err.println("bench: many users");
    out.println(
        "| registered users | messages/s, 1 x 1 | messages/s, 8 x 32 | start with -Xmx"
            + SMALL_HEAP
            + ", ms | heap in use after 10,000 messages, MB |");
    out.println("|---|---|---|---|---|");
    int there = 0;
    for (int count : COUNTS) {
      String cost;
      try (RunningEngine engine = Homes.start(home)) {
        Homes.addUsers(engine, there, count);
        there = count;
        cost = throughput(engine, 1, 1) + " | " + throughput(engine, 8, 32);
      }
      Child child = Child.start(home, "heap", SMALL_HEAP);
      String started = child.awaitLine("started ").split(" ")[1];
      String heap = child.awaitLine("heap ").split(" ")[1];
      child.awaitEnd();
      out.printf(Locale.ROOT, "| %,d | %s | %s | %s |%n", count, cost, started, heap);
    }
    out.println();
  }

  private String throughput(RunningEngine engine, int count, int onTheWay) throws Exception {
    Senders senders = new Senders(engine.engine(), count, onTheWay);
    senders.measure(millis); // Warms up.
    List<Double> rates = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      rates.add(senders.measure(millis));
    }
    senders.close();
    return Spread.of(rates).print();
  }
}
