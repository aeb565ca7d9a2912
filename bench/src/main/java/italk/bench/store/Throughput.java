package italk.bench.store;

import italk.bench.setup.RunningEngine;
import italk.bench.setup.Spread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Durable messages a second: the disk, SQLite and the engine, one after the other, round by round.
 */
final class Throughput {

  /** The greatest batch of the store's, by default. */
  private static final int MOST_IN_A_COMMIT = 1_000;

  private static final int[][] CELLS = {{1, 1}, {1, 32}, {8, 1}, {8, 32}, {64, 1}, {64, 32}};

  private final Path home = Homes.newHome();
  private final int rounds;
  private final long millis;
  private final List<Cell> cells = new ArrayList<>();

  private enum Column {
    DISK,
    TABLE,
    SEARCHED,
    STORE,
    ENGINE
  }

  private record Cell(int senders, int onTheWay, Map<Column, List<Double>> rates) {

    int batch() {
      return Math.min(senders * onTheWay, MOST_IN_A_COMMIT);
    }

    void add(Column column, double rate) {
      rates.computeIfAbsent(column, none -> new ArrayList<>()).add(rate);
    }

    String row() {
      return String.format(
          Locale.ROOT,
          "| %d x %d | %,d | %s | %s | %s | %s, %.0f %% | %s, %.0f %% |%n",
          senders,
          onTheWay,
          batch(),
          spread(Column.DISK).print(),
          spread(Column.TABLE).print(),
          spread(Column.SEARCHED).print(),
          spread(Column.STORE).print(),
          percent(Column.STORE),
          spread(Column.ENGINE).print(),
          percent(Column.ENGINE));
    }

    private Spread spread(Column column) {
      return Spread.of(rates.get(column));
    }

    private double percent(Column column) {
      return 100 * spread(column).median() / spread(Column.SEARCHED).median();
    }
  }

  Throughput(int rounds, long millis) {
    this.rounds = rounds;
    this.millis = millis;
  }

  void measure() throws Exception {
    Homes.start(home).close(); // Now there is a database with the engine's schema.
    for (int[] cell : CELLS) {
      cells.add(new Cell(cell[0], cell[1], new EnumMap<>(Column.class)));
    }
    try (PlainFile file = new PlainFile();
        PlainSqlite table = new PlainSqlite(Homes.database(home), false);
        PlainSqlite searched = new PlainSqlite(Homes.database(home), true);
        RunningEngine engine = Homes.start(home)) {
      warmUp(table, searched, engine);
      for (int round = 0; round < rounds; round++) {
        for (Cell cell : cells) {
          cell.add(Column.DISK, file.measure(cell.batch(), millis / 2));
          cell.add(Column.TABLE, table.measure(cell.batch(), millis));
          cell.add(Column.SEARCHED, searched.measure(cell.batch(), millis));
          cell.add(Column.STORE, ofStore(engine, cell));
          cell.add(Column.ENGINE, ofEngine(engine, cell.senders(), cell.onTheWay()));
        }
      }
    }
  }

  private double ofStore(RunningEngine engine, Cell cell) throws InterruptedException {
    return new Writers(Homes.store(engine), cell.senders(), cell.onTheWay()).measure(millis);
  }

  private double ofEngine(RunningEngine engine, int count, int onTheWay)
      throws InterruptedException {
    Senders senders = new Senders(engine.engine(), count, onTheWay);
    double rate = senders.measure(millis);
    senders.close();
    return rate;
  }

  private void warmUp(PlainSqlite table, PlainSqlite searched, RunningEngine engine)
      throws Exception {
    table.measure(100, millis);
    searched.measure(100, millis);
    for (int i = 0; i < 3; i++) {
      ofEngine(engine, 64, 32);
    }
  }

  String print() {
    StringBuilder table =
        new StringBuilder(
            "| senders x on the way | batch | append + force | SQLite, no search | SQLite"
                + " | store alone, % of SQLite | engine, % of SQLite |\n|---|---|---|---|---|---|---|\n");
    cells.forEach(cell -> table.append(cell.row()));
    return table.toString();
  }
}
