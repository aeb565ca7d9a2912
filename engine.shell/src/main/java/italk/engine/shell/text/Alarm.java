package italk.engine.shell.text;

import italk.engine.api.Engine;
import italk.engine.api.operation.Leak;
import italk.engine.api.operation.Plan;
import java.util.List;
import java.util.Optional;

/**
 * What an answer, which is printed as any other, says besides: that all is not well. So that a
 * program needs the exit code only, and need not read the answer.
 *
 * @param reason in one line; empty where the answer says it all
 */
public record Alarm(String reason) {

  /** The alarm in what a command returned; empty where all is well. */
  public static Optional<Alarm> in(Object answer) {
    // Not a pattern switch: Java 17 has none.
    if (answer instanceof Engine.Status status && !status.open()) {
      return Optional.of(new Alarm(""));
    } else if (answer instanceof Plan plan && !plan.isFeasible()) {
      return Optional.of(new Alarm(OperationWords.obstacle(plan)));
    } else if (answer instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Leak) {
      return Optional.of(new Alarm("Versions that stayed in memory: " + list.size()));
    }
    return Optional.empty();
  }
}
