package italk.bench.absence;

import italk.bench.setup.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a number of updates of one kind came to.
 *
 * @param title how it was updated
 * @param rounds one for each update
 */
record Absence(String title, List<Round> rounds) {

  /**
   * One update.
   *
   * @param messages how many ended around it
   * @param unseen how many passed and were not seen
   * @param unseenMillis for how long messages passed unseen
   * @param failed how many were refused or lost in an exception
   * @param failure what the first of them said
   * @param longestHeldMillis how long the slowest took
   * @param updateMillis how long the update took, as whoever updates sees it
   * @param quietMillis how long the slowest took in the time before
   */
  record Round(
      int messages,
      int unseen,
      double unseenMillis,
      int failed,
      Optional<String> failure,
      double longestHeldMillis,
      double updateMillis,
      double quietMillis) {

    /** Judges what was noted. */
    static Round of(List<Passed> noted, double updateMillis, double quietMillis) {
      List<Passed> ordered = noted.stream().sorted(Comparator.comparing(Passed::due)).toList();
      List<Passed> failed = ordered.stream().filter(Passed::failed).toList();
      return new Round(
          ordered.size(),
          (int) ordered.stream().filter(Passed::isUnseen).count(),
          unseenMillis(ordered),
          failed.size(),
          failed.stream().findFirst().map(Passed::content),
          slowest(ordered),
          updateMillis,
          quietMillis);
    }

    static double slowest(List<Passed> noted) {
      return noted.stream().mapToDouble(Passed::heldMillis).max().orElse(0);
    }

    // From the first one that passed unseen to the next one that was seen, each time.
    private static double unseenMillis(List<Passed> ordered) {
      long sum = 0;
      Passed first = null;
      for (Passed passed : ordered) {
        if (passed.isUnseen() && first == null) {
          first = passed;
        } else if (!passed.isUnseen() && first != null) {
          sum += passed.due() - first.due();
          first = null;
        }
      }
      return sum / 1e6;
    }
  }

  int unseen() {
    return rounds.stream().mapToInt(Round::unseen).sum();
  }

  Optional<String> failure() {
    return rounds.stream().map(Round::failure).flatMap(Optional::stream).findFirst();
  }

  String print() {
    List<String> cells = new ArrayList<>();
    cells.add(title);
    cells.add(Integer.toString(rounds.size()));
    cells.add(Integer.toString(rounds.stream().mapToInt(Round::messages).sum()));
    cells.add(Integer.toString(unseen()));
    cells.add(spread(Round::unseenMillis));
    cells.add(Integer.toString(rounds.stream().mapToInt(Round::failed).sum()));
    cells.add(spread(Round::longestHeldMillis));
    cells.add(spread(Round::quietMillis));
    cells.add(spread(Round::updateMillis));
    return "| " + String.join(" | ", cells) + " |";
  }

  private String spread(ToDoubleFunction<Round> value) {
    return Spread.of(rounds.stream().map(value::applyAsDouble).toList()).print();
  }
}
