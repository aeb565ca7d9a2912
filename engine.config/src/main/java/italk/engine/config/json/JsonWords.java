package italk.engine.config.json;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pieces of the sentences in error messages. Stateless. */
public final class JsonWords {

  private JsonWords() {}

  /** The texts in quotes, with commas between them. */
  public static String quoteAll(Collection<String> texts) {
    return texts.stream().map(JsonValue::quote).collect(Collectors.joining(", "));
  }

  /** A sentence that asks whether the closest candidate was meant; empty where none is close. */
  public static String didYouMean(String word, Collection<String> candidates) {
    return closest(word, candidates)
        .map(candidate -> " Did you mean " + JsonValue.quote(candidate) + "?")
        .orElse("");
  }

  static Optional<String> closest(String word, Collection<String> candidates) {
    String closest = null;
    int least = Math.max(1, Math.min(word.length(), 30) / 3) + 1;
    for (String candidate : candidates) {
      int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        closest = candidate;
      }
    }
    return Optional.ofNullable(closest);
  }

  /** How many letters must be put in, left out, changed or swapped with their neighbour. */
  private static int distance(String one, String other) {
    if (Math.abs(one.length() - other.length()) > 10) {
      return Integer.MAX_VALUE;
    }
    int[][] costs = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          costs[i][j] = i + j;
          continue;
        }
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int cost = Math.min(costs[i - 1][j], costs[i][j - 1]) + 1;
        cost = Math.min(cost, costs[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          cost = Math.min(cost, costs[i - 2][j - 2] + 1);
        }
        costs[i][j] = cost;
      }
    }
    return costs[one.length()][other.length()];
  }
}
