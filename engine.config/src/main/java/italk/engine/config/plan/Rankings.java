package italk.engine.config.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code service.ranking} of each enabled extension: descending in the order of the list, and
 * changing as few as possible of those that were given before. A component without a modified
 * method is restarted by any change of its configuration; taking a name out of the list, or putting
 * one in front, must not restart all the others.
 */
final class Rankings {

  private static final int FIRST = 10_000;
  private static final int STEP = 100;

  private Rankings() {}

  /** The rankings of {@code names}, which are in order, high first. */
  static Map<String, Integer> assign(List<String> names, Map<String, Integer> before) {
    List<Integer> kept = longestDescent(names, before);
    Map<String, Integer> assigned = new LinkedHashMap<>();
    for (int i = 0; i < kept.size() || assigned.size() < names.size(); i++) {
      int from = i == 0 ? 0 : kept.get(i - 1) + 1;
      int to = i < kept.size() ? kept.get(i) : names.size();
      Integer above = i == 0 ? null : before.get(names.get(kept.get(i - 1)));
      Integer below = i < kept.size() ? before.get(names.get(kept.get(i))) : null;
      if (!fill(names.subList(from, to), above, below, assigned)) {
        return assign(names, Map.of());
      }
      if (below != null) {
        assigned.put(names.get(to), below);
      }
    }
    return assigned;
  }

  /** Spreads names evenly between two rankings; false where there is not enough room. */
  private static boolean fill(
      List<String> names, Integer above, Integer below, Map<String, Integer> assigned) {
    int count = names.size();
    if (above != null && below != null && above - below - 1 < count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      int ranking;
      if (above != null && below != null) {
        ranking = above - (above - below) * (i + 1) / (count + 1);
      } else if (above != null) {
        ranking = above - STEP * (i + 1);
      } else if (below != null) {
        ranking = below + STEP * (count - i);
      } else {
        ranking = FIRST - STEP * i;
      }
      assigned.put(names.get(i), ranking);
    }
    return true;
  }

  /** The positions of the most names whose rankings of before still descend. */
  private static List<Integer> longestDescent(List<String> names, Map<String, Integer> before) {
    List<List<Integer>> endingAt = new ArrayList<>();
    List<Integer> longest = List.of();
    for (int i = 0; i < names.size(); i++) {
      Integer ranking = before.get(names.get(i));
      List<Integer> best = List.of();
      for (int j = 0; j < i && ranking != null; j++) {
        Integer earlier = before.get(names.get(j));
        if (earlier != null && earlier > ranking && endingAt.get(j).size() > best.size()) {
          best = endingAt.get(j);
        }
      }
      List<Integer> mine = new ArrayList<>(best);
      if (ranking != null) {
        mine.add(i);
      }
      endingAt.add(mine);
      longest = mine.size() > longest.size() ? mine : longest;
    }
    return longest;
  }
}
