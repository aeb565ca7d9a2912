package italk.bench.cost;

import italk.bench.setup.Place;
import italk.bench.setup.Spread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the measurements of this package, round after round, and makes one table of them. */
public final class CostTable {

  private static final List<Integer> HOOKS = List.of(0, 1, 4, 16);
  private static final String BASE = name(PlainArray.class, "message");

  // In this order in the table.
  private static final List<Row> ROWS =
      List.of(
          hooksAlone("plain array, in a loop", BASE),
          hooksAlone("Italk: gate and hooks", name(EngineHooks.class, "message")),
          hooksAlone("PF4J, list cached (sees no reload)", name(PluginHooks.class, "cached")),
          hooksAlone("PF4J, getExtensions, singletons", name(PluginHooks.class, "singletons")),
          hooksAlone("PF4J, getExtensions, as documented", name(PluginHooks.class, "asDocumented")),
          hooksAlone("Event Admin, no deadline", name(EventAdminHooks.class, "message") + " 0"),
          hooksAlone("Event Admin, default", name(EventAdminHooks.class, "message") + " 5000"),
          whole("Italk: whole message, many on their way", manyOnTheirWay()),
          whole("Italk: whole message, one at a time", name(EngineMessage.class, "oneAtATime")));

  private final Map<Cell, List<Double>> scores = new HashMap<>();

  /**
   * A row of the table.
   *
   * @param isWhole true where a whole message is measured: a plain array has nothing like it to
   *     compare with
   */
  private record Row(String title, String measurement, boolean isWhole) {}

  private record Cell(String measurement, int hooks) {}

  private static Row hooksAlone(String title, String measurement) {
    return new Row(title, measurement, false);
  }

  private static Row whole(String title, String measurement) {
    return new Row(title, measurement, true);
  }

  private static String name(Class<?> type, String method) {
    return type.getName() + "." + method;
  }

  private static String manyOnTheirWay() {
    return name(EngineMessage.class, "manyOnTheirWay");
  }

  /** One round: a fork for each cell of the table. */
  public void measure(Length length) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("^" + CostTable.class.getPackageName().replace(".", "\\.") + "\\.[A-Z]")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(1)
            .warmupTime(TimeValue.milliseconds(length.warmupMillis()))
            .measurementIterations(length.iterations())
            .measurementTime(TimeValue.milliseconds(length.iterationMillis()))
            .jvmArgsAppend(inherited(Place.DISTRIBUTION), inherited(Place.WORK), quiet())
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    add(new Runner(options).run());
  }

  /**
   * How long one round takes.
   *
   * @param warmupMillis before each cell
   * @param iterations of each cell
   * @param iterationMillis of each iteration
   */
  public record Length(int warmupMillis, int iterations, int iterationMillis) {}

  private static String inherited(String property) {
    return "-D" + property + "=" + Objects.requireNonNull(System.getProperty(property), property);
  }

  private static String quiet() {
    return "-Dorg.slf4j.simpleLogger.defaultLogLevel=error";
  }

  private void add(Collection<RunResult> results) {
    for (RunResult result : results) {
      Cell cell = cell(result.getParams());
      List<Double> found = scores.computeIfAbsent(cell, key -> new ArrayList<>());
      for (BenchmarkResult fork : result.getBenchmarkResults()) {
        for (IterationResult iteration : fork.getIterationResults()) {
          found.add(iteration.getPrimaryResult().getScore());
        }
      }
    }
  }

  private static Cell cell(BenchmarkParams parameters) {
    String name = parameters.getBenchmark();
    if (parameters.getParamsKeys().contains("timeout")) {
      name += " " + parameters.getParam("timeout");
    }
    return new Cell(name, Integer.parseInt(parameters.getParam("hooks")));
  }

  /** The table, in Markdown. */
  public String print() {
    StringBuilder table = new StringBuilder("| ns per message |");
    HOOKS.forEach(
        hooks -> table.append(' ').append(hooks).append(hooks == 1 ? " hook |" : " hooks |"));
    table.append("\n|---|").append("---|".repeat(HOOKS.size())).append('\n');
    for (Row row : ROWS) {
      table.append("| ").append(row.title()).append(" |");
      HOOKS.forEach(hooks -> table.append(' ').append(print(row, hooks)).append(" |"));
      table.append('\n');
    }
    return table.toString();
  }

  private String print(Row row, int hooks) {
    Spread spread = spread(row.measurement(), hooks);
    // Of no hooks at all there is nothing to be a multiple of.
    if (row.isWhole() || hooks == 0 || row.measurement().equals(BASE)) {
      return spread.print();
    }
    // What others do on the machine can only add: the least is what is nearest to the thing itself.
    return spread.print() + " ×" + Spread.print(spread.least() / spread(BASE, hooks).least());
  }

  private Spread spread(String measurement, int hooks) {
    List<Double> found = scores.get(new Cell(measurement, hooks));
    if (found == null) {
      throw new IllegalStateException(
          "Nothing was measured of " + measurement + " with " + hooks + " hooks.");
    }
    return Spread.of(found);
  }

  /** How many whole messages a second the engine lets through with so many hooks. */
  public double throughput(int hooks) {
    return 1e9 / spread(manyOnTheirWay(), hooks).median();
  }
}
