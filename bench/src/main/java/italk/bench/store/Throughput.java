package italk.bench.store;

import italk.bench.setup.RunningEngine;
import italk.bench.setup.Spread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

  private record Cell(
      int senders,
      int onTheWay,
      List<Double> disk,
      List<Double> sqlite,
      List<Double> store,
      List<Double> engine) {

    int batch() {
      return Math.min(senders * onTheWay, MOST_IN_A_COMMIT);
    }

    String row() {
      return String.format(
          Locale.ROOT,
          "| %d x %d | %,d | %s | %s | %s, %.0f %% | %s, %.0f %% |%n",
          senders,
          onTheWay,
          batch(),
          Spread.of(disk).print(),
          Spread.of(sqlite).print(),
          Spread.of(store).print(),
          percent(store),
          Spread.of(engine).print(),
          percent(engine));
    }

    private double percent(List<Double> rates) {
      return 100 * Spread.of(rates).median() / Spread.of(sqlite).median();
    }
  }

  Throughput(int rounds, long millis) {
    this.rounds = rounds;
    this.millis = millis;
  }

  void measure() throws Exception {
    Homes.start(home).close(); // Now there is a database with the engine's schema.
    for (int[] cell : CELLS) {
      cells.add(
          new Cell(
              cell[0],
              cell[1],
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>()));
    }
    try (PlainFile file = new PlainFile();
        PlainSqlite sqlite = new PlainSqlite(Homes.database(home));
        RunningEngine engine = Homes.start(home)) {
      warmUp(sqlite, engine);
      for (int round = 0; round < rounds; round++) {
        for (Cell cell : cells) {
          cell.disk().add(file.measure(cell.batch(), millis / 2));
          cell.sqlite().add(sqlite.measure(cell.batch(), millis));
          cell.store()
              .add(
                  new Writers(Homes.store(engine), cell.senders(), cell.onTheWay())
                      .measure(millis));
          Senders senders = new Senders(engine.engine(), cell.senders(), cell.onTheWay());
          cell.engine().add(senders.measure(millis));
          senders.close();
        }
      }
    }
  }

  private void warmUp(PlainSqlite sqlite, RunningEngine engine) throws Exception {
    sqlite.measure(100, 2 * millis);
    for (int i = 0; i < 3; i++) {
      Senders senders = new Senders(engine.engine(), 64, 32);
      senders.measure(millis);
      senders.close();
    }
  }

  String print() {
    StringBuilder table =
        new StringBuilder(
            "| senders x on the way | batch | append + force | SQLite | store, % of SQLite | engine, % of SQLite |\n"
                + "|---|---|---|---|---|---|\n");
    cells.forEach(cell -> table.append(cell.row()));
    return table.toString();
  }
}
