package italk.engine.api.extension;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is hooked where, and the switch to leave a hook out for a while without touching its
 * extension. An OSGi service of the engine, safe for any thread.
 *
 * @since 1.0
 */
@ProviderType
public interface ActiveHooks {

  /**
   * All hooks: the message interceptors, the connect interceptors, the listeners; each in order.
   */
  List<ActiveHook> list();

  /**
   * Leaves the hooks of one type of an extension out: an interceptor is not asked, as if it had
   * accepted; a listener is not told, and what it misses is not told later. Holds over updates of
   * the extension, until {@link #unmute} or the end of the engine. Muting again does nothing.
   *
   * @param extension the extension's name
   * @param type the simple name of the hook's type
   * @throws italk.engine.api.EngineException with {@code INVALID} where the extension is neither
   *     enabled nor installed, or there is no such type of hook
   */
  void mute(String extension, String type);

  /** Asks or tells them again. Where they are not muted, this does nothing. */
  void unmute(String extension, String type);
}
