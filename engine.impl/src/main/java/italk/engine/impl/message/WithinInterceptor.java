package italk.engine.impl.message;

import italk.engine.api.Problem;
import italk.engine.impl.hook.Passage;
import java.util.Optional;

/**
 * What an interceptor may not do while it is asked: what would be asked of it again. It would never
 * end; and who waits for the answer would hold the thread that is needed to give it.
 */
public final class WithinInterceptor {

  private WithinInterceptor() {}

  /** Why not; empty where the calling thread is in no interceptor. Reported, too. */
  public static Optional<Problem> problem(Passage<?> passage, String operation, String subject) {
    Optional<String> extension = passage.deadlines().insideOf();
    extension.ifPresent(
        name ->
            passage
                .events()
                .failed(
                    name,
                    operation,
                    subject,
                    "its interceptor tried to " + operation + " while it was asked; it was refused",
                    null));
    return extension.map(
        name ->
            new Problem(
                Problem.Code.NOT_ALLOWED,
                "An interceptor can't "
                    + operation
                    + " while it is asked: the extension "
                    + name
                    + " would be asked again, without end. Do it in a listener, or tell a session by a notice.",
                Optional.empty(),
                Optional.of(name)));
  }
}
