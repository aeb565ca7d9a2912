package italk.engine.api.operation;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The engine's gate, for whoever changes several things that messages must see as one. An OSGi
 * service of the engine, safe for any thread.
 *
 * @since 1.0
 */
@ProviderType
public interface Gate {

  /**
   * Shuts the gate: messages and connects wait, as they do for an extension that is not active, and
   * are refused where it takes longer than the engine lets them wait. Blocks until those that are
   * inside have left, or for as long as {@code limit}; who has not left then is asked about by all
   * interceptors once more when the gate is open again.
   *
   * @param reason what they wait for, in a few words, such as {@code a change of config.json}
   * @param limit how long to wait for those inside; a slow hook keeps its message for longer
   * @return to be closed by the caller in any case, soon
   */
  Hold hold(String reason, Duration limit) throws InterruptedException;

  /** How long a message or a connect waits at the shut gate before it is refused. */
  Duration patience();

  /**
   * A gate that is held shut.
   *
   * @since 1.0
   */
  @ProviderType
  interface Hold extends AutoCloseable {

    /** True where nobody was inside any more when the gate was shut; else the limit was reached. */
    boolean isQuiet();

    /** Opens the gate again, unless there is another reason to keep it shut. Once is enough. */
    @Override
    void close();
  }
}
