package italk.engine.deploy.folder;

import italk.engine.api.operation.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What was done lately, the newest first. Safe for any thread. */
public final class RecentOutcomes {

  private static final int MAX = 100;

  private final Deque<Outcome> outcomes = new ArrayDeque<>();

  synchronized Outcome add(Outcome outcome) {
    outcomes.addFirst(outcome);
    if (outcomes.size() > MAX) {
      outcomes.removeLast();
    }
    return outcome;
  }

  public synchronized List<Outcome> list() {
    return List.copyOf(outcomes);
  }
}
