package italk.bench.store;

import italk.bench.setup.RunningEngine;
import italk.engine.api.Conversation;
import java.io.PrintStream;

/** All measurements of the store, one after the other, each printed when it is done. */
public enum StoreTables {
  /** Under three minutes. */
  SHORT(3, 700, 8),
  /** About ten. */
  LONG(7, 3_000, 50);

  private static final int OFFERED = 10_000;

  private final int rounds;
  private final long millis;
  private final int latencySeconds;

  StoreTables(int rounds, long millis, int latencySeconds) {
    this.rounds = rounds;
    this.millis = millis;
    this.latencySeconds = latencySeconds;
  }

  /** Measures and prints. */
  public void print(PrintStream out) throws Exception {
    throughput(out);
    latency(out);
    new ManyMessages(out).measure();
    new ManyUsers(out, rounds, millis).measure();
  }

  private void throughput(PrintStream out) throws Exception {
    System.err.println("bench: throughput");
    Throughput throughput = new Throughput(rounds, millis);
    throughput.measure();
    out.println(
        "Durable messages of 300 bytes a second: median (least–most) of " + rounds + " rounds.");
    out.println();
    out.println(throughput.print());
  }

  private void latency(PrintStream out) throws Exception {
    System.err.println("bench: latency");
    try (RunningEngine engine = Homes.start(Homes.newHome())) {
      Homes.addMessages(engine, Conversation.everyone(), 100_000);
      Latency latency = new Latency(OFFERED, latencySeconds);
      latency.measure(engine.engine());
      out.println(
          "Time from when a message was due to its acknowledgement: " + latency.print() + ".");
      out.println();
    }
  }
}
