package italk.itest.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a crowd was told, kept outside of its process, and whether that is what is found afterwards:
 * of each sender all that was acknowledged, once, in the order in which it was sent, without a gap.
 *
 * <p>For the thread that reads what the crowd says.
 */
final class Ledger {

  // For each sender the ids by number. Acknowledgements may overtake one another on their way.
  private final List<SortedMap<Integer, String>> acknowledged = new ArrayList<>();
  private final List<List<String>> found = new ArrayList<>();
  private int refused;
  private int repeated;
  private String lastRefusal = "";

  Ledger() {
    for (int sender = 0; sender < Crowd.SENDERS; sender++) {
      acknowledged.add(new TreeMap<>());
      found.add(new ArrayList<>());
    }
  }

  /** Before another process begins to say what it finds. */
  void beginFinding() {
    found.forEach(List::clear);
  }

  void enter(String line) {
    String[] words = line.split(" ", 5);
    if (words[0].equals("found")) {
      List<String> ids = found.get(Integer.parseInt(words[1]));
      assertEquals(
          "in order, once, without a gap: " + line, ids.size(), Integer.parseInt(words[2]));
      assertTrue("ids ascend: " + line, ids.isEmpty() || last(ids).compareTo(words[3]) < 0);
      ids.add(words[3]);
    } else if (words[0].equals("acknowledged")) {
      String before =
          acknowledged
              .get(Integer.parseInt(words[1]))
              .putIfAbsent(Integer.parseInt(words[2]), words[3]);
      assertTrue("the same as before: " + line, before == null || before.equals(words[3]));
      repeated += before == null && words[4].equals("repeated") ? 1 : 0;
    } else if (words[0].equals("refused")) {
      refused++;
      lastRefusal = line;
    }
  }

  /** When everything was found: nothing that was acknowledged is missing or is another message. */
  void checkFound() {
    for (int sender = 0; sender < Crowd.SENDERS; sender++) {
      List<String> there = found.get(sender);
      for (Map.Entry<Integer, String> told : acknowledged.get(sender).entrySet()) {
        int number = told.getKey();
        assertTrue(
            "of sender %d, %d was acknowledged, and %d are there"
                .formatted(sender, number, there.size()),
            number < there.size());
        assertEquals("of sender " + sender, told.getValue(), there.get(number));
      }
    }
  }

  /** With which number this sender goes on: the first that was not acknowledged. */
  int next(int sender) {
    int number = 0;
    while (acknowledged.get(sender).containsKey(number)) {
      number++;
    }
    return number;
  }

  int acknowledged() {
    return acknowledged.stream().mapToInt(Map::size).sum();
  }

  int found() {
    return found.stream().mapToInt(List::size).sum();
  }

  int refused() {
    return refused;
  }

  /** How many were stored, but not acknowledged before the kill, and not stored again. */
  int repeated() {
    return repeated;
  }

  String lastRefusal() {
    return lastRefusal;
  }

  private static String last(List<String> ids) {
    return ids.get(ids.size() - 1);
  }
}
