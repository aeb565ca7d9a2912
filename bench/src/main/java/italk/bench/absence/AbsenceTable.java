package italk.bench.absence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Updates the hook in every way, again and again, and makes one table of it. */
public final class AbsenceTable {

  private static final String ONE = "1.0.0";
  private static final String TWO = "2.0.0";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long QUIET_MILLIS = 150;
  private static final long AFTER_MILLIS = 150;
  private static final int WARM_UP = 2;

  private final int updates;
  private final List<String> lines = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private boolean isUnseenByUs;

  /**
   * @param updates how many of each kind
   */
  public AbsenceTable(int updates) {
    this.updates = updates;
  }

  /** Measures all. */
  public void measure() throws Exception {
    add(measure("PF4J: stop, unload, load, start", new PluginReload(ONE)));
    add(measure("Felix: bundle.update(), ServiceTracker", new BundleUpdate(ONE)));
    addOurs(measure("Italk: bundle.update()", EngineUpdate.byBundle(ONE)));
    Optional<Hooked> operations = EngineUpdate.byOperations(ONE);
    if (operations.isPresent()) {
      addOurs(measure("Italk: Operations.update()", operations.get()));
    } else {
      lines.add("| Italk: Operations.update() | not there" + " |".repeat(8));
    }
  }

  private Absence measure(String title, Hooked hooked) throws Exception {
    System.err.println("bench: absence, " + title);
    try (hooked) {
      SteadySender sender = new SteadySender(hooked);
      sender.start();
      try {
        return new Absence(title, rounds(hooked, sender));
      } finally {
        sender.end(LIMIT);
      }
    }
  }

  private List<Absence.Round> rounds(Hooked hooked, SteadySender sender) throws Exception {
    List<Absence.Round> rounds = new ArrayList<>();
    for (int i = 0; i < WARM_UP + updates; i++) {
      Absence.Round round = round(hooked, sender, i % 2 == 0 ? TWO : ONE);
      if (i >= WARM_UP) {
        rounds.add(round);
      }
    }
    return rounds;
  }

  private static Absence.Round round(Hooked hooked, SteadySender sender, String version)
      throws Exception {
    sender.take();
    TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
    double quiet = Absence.Round.slowest(sender.take());
    long begin = System.nanoTime();
    hooked.update(version);
    double took = (System.nanoTime() - begin) / 1e6;
    sender.awaitSeenBy(version, LIMIT);
    // Who was held up longest may come after the first that was seen.
    TimeUnit.MILLISECONDS.sleep(AFTER_MILLIS);
    return Absence.Round.of(sender.take(), took, quiet);
  }

  private void addOurs(Absence absence) {
    isUnseenByUs |= absence.unseen() > 0;
    add(absence);
  }

  private void add(Absence absence) {
    lines.add(absence.print());
    absence
        .failure()
        .ifPresent(failure -> remarks.add(absence.title() + ": the first failure: " + failure));
  }

  /** The table, in Markdown. */
  public String print() {
    return "| update by | updates | messages | passed unseen | unseen, ms each | failed | longest held, ms |"
        + " longest without update, ms | update took, ms |\n|"
        + "---|".repeat(9)
        + "\n"
        + String.join("\n", lines)
        + "\n"
        + (remarks.isEmpty() ? "" : "\n" + String.join("\n", remarks) + "\n");
  }

  /** True where a message passed the engine's hook unseen: what must never be. */
  public boolean isUnseenByUs() {
    return isUnseenByUs;
  }
}
