package italk.engine.deploy.swap;

import italk.engine.deploy.jar.RefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.osgi.framework.Bundle;

/** The bundles that use another one's packages or capabilities, directly or not. */
final class Dependents {

  private final List<Bundle> all;
  private final List<Bundle> started;
  private final Rewiring rewiring;

  /** Wires bundles anew. */
  interface Rewiring {
    void refresh(List<Bundle> bundles) throws RefusedException, InterruptedException;
  }

  /**
   * Those of one bundle.
   *
   * @param all who is used comes before who uses it
   */
  Dependents(List<Bundle> all, Rewiring rewiring) {
    this.all = List.copyOf(all);
    this.rewiring = rewiring;
    this.started =
        all.stream()
            .filter(bundle -> (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0)
            .toList();
  }

  List<Bundle> all() {
    return all;
  }

  /** Those that ran, in the order in which to start them. */
  List<Bundle> usedFirst() {
    return started;
  }

  /** Those that ran, in the order in which to stop them. */
  List<Bundle> usersFirst() {
    List<Bundle> reversed = new ArrayList<>(started);
    Collections.reverse(reversed);
    return reversed;
  }

  void wireAnew() throws RefusedException, InterruptedException {
    if (!all.isEmpty()) {
      rewiring.refresh(all);
    }
  }
}
