package italk.bench.all;

import italk.bench.setup.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The measurements: all engines run at once, and each round asks one after the other. */
public final class AllTable {

  private static final int WARM_UP = 5;
  private static final int MESSAGES = 300;
  private static final int THOUSANDS = 3;

  private final Map<Options, List<List<Double>>> found = new EnumMap<>(Options.class);

  /** One at a time, many on their way. */
  private static final int COLUMNS = 2;

  /** Does so many rounds. */
  public void measure(int rounds) throws Exception {
    for (Options options : Options.values()) {
      List<List<Double>> columns = new ArrayList<>();
      for (int i = 0; i < COLUMNS; i++) {
        columns.add(new ArrayList<>());
      }
      found.put(options, columns);
    }

    Map<Options, Subject> subjects = new EnumMap<>(Options.class);
    try {
      for (Options options : Options.values()) {
        subjects.put(options, new Subject(options));
      }
      for (int round = -WARM_UP; round < rounds; round++) {
        System.err.printf("bench: round %d%n", round + 1);
        for (Map.Entry<Options, Subject> each : subjects.entrySet()) {
          double one = each.getValue().oneAtATime(MESSAGES);
          double many = each.getValue().manyOnTheirWay(THOUSANDS);
          if (round >= 0) {
            List<List<Double>> columns = found.get(each.getKey());
            columns.get(0).add(one / 1_000);
            columns.get(1).add(many / 1_000);
          }
        }
      }
    } finally {
      subjects.values().forEach(Subject::close);
    }
  }

  /** The table. */
  public String print() {
    StringBuilder table =
        new StringBuilder(
            "| µs per message | one at a time | many on their way |\n|---|---|---|\n");
    found.forEach(
        (options, columns) -> {
          table.append("| ").append(options.words());
          for (int i = 0; i < COLUMNS; i++) {
            Spread spread = Spread.of(columns.get(i));
            double none = Spread.of(found.get(Options.NONE).get(i)).median();
            table.append(" | ").append(spread.print());
            if (options != Options.NONE) {
              table.append(String.format(Locale.ROOT, " ×%.2f", spread.median() / none));
            }
          }
          table.append(" |\n");
        });
    return table.toString();
  }
}
