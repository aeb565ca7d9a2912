package italk.bench;

import italk.bench.absence.AbsenceTable;
import italk.bench.cost.CostTable;
import italk.bench.setup.HookJars;
import italk.bench.setup.Machine;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Runs all measurements and prints what they came to. The option {@code --long} takes its time. */
public final class HooksBench {

  private static final CostTable.Length QUICK = new CostTable.Length(500, 6, 125);
  private static final CostTable.Length LONG = new CostTable.Length(1_500, 10, 250);
  private static final int QUICK_ROUNDS = 2;
  private static final int LONG_ROUNDS = 5;
  private static final int QUICK_UPDATES = 20;
  private static final int LONG_UPDATES = 100;

  private HooksBench() {}

  /** Exits with 1 where a message passed the engine's hook unseen. */
  public static void main(String[] arguments) throws Exception {
    boolean isLong = Arrays.asList(arguments).contains("--long");
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String begun = Machine.describe();
    HookJars.make();
    AbsenceTable absence = new AbsenceTable(isLong ? LONG_UPDATES : QUICK_UPDATES);
    absence.measure();
    CostTable cost = new CostTable();
    int rounds = isLong ? LONG_ROUNDS : QUICK_ROUNDS;
    for (int round = 1; round <= rounds; round++) {
      System.err.printf("bench: costs, round %d of %d%n", round, rounds);
      cost.measure(isLong ? LONG : QUICK);
    }
    out.println(begun);
    out.println("Load at the end: " + Machine.load() + ".");
    out.println();
    out.println(
        "Cost: median (least–most) of measurements in "
            + rounds
            + " forks. × compares the least one with that of the plain array of as many hooks.");
    out.println();
    out.println(cost.print());
    out.printf(
        Locale.ROOT,
        "Whole messages a second, many on their way: %,.0f without hooks, %,.0f with 16.%n%n",
        cost.throughput(0),
        cost.throughput(16));
    out.println(
        "Absence: one sender, 2,000 messages a second; median (least–most) of the updates.");
    out.println();
    out.print(absence.print());
    if (absence.isUnseenByUs()) {
      System.err.println("bench: a message passed the engine's hook unseen");
      System.exit(1);
    }
  }
}
