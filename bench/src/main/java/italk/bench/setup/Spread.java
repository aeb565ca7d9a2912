package italk.bench.setup;

import java.util.List;
import java.util.Locale;

/**
 * What many measurements of one thing came to.
 *
 * @param median half of them were less
 * @param least the least
 * @param most the most
 */
public record Spread(double median, double least, double most) {

  /** Of at least one measurement. */
  public static Spread of(List<Double> found) {
    List<Double> sorted = found.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(size - 1));
  }

  /** The median, and from where to where, where they differ. */
  public String print() {
    return least == most
        ? print(median)
        : print(median) + " (" + print(least) + "–" + print(most) + ")";
  }

  /** A number, with as many digits as it deserves. */
  public static String print(double number) {
    return String.format(Locale.ROOT, number == 0 || number >= 20 ? "%,.0f" : "%.1f", number);
  }
}
