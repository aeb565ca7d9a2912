package italk.engine.api.event;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A hook that is told <em>after</em>; it can't change the outcome. Register it as a service;
 * implement what you care for.
 *
 * <p>The engine calls the listeners of one extension one event at a time, in order, on threads of
 * its own. A slow listener delays only its own extension's events; where it falls behind by more
 * than the engine's {@code listener_queue} events, what is too much is left out and reported as a
 * {@link Failure}. An exception is reported the same way, and the next event comes all the same.
 *
 * @since 1.0
 */
@ConsumerType
public interface EngineListener {

  /** A session was opened ({@code on_connect}). */
  default void onConnect(EngineEvent.UserConnected event) throws Exception {}

  /** A session was closed ({@code on_disconnect}). */
  default void onDisconnect(EngineEvent.UserDisconnected event) throws Exception {}

  /** A message was stored ({@code on_message}). */
  default void onMessage(EngineEvent.MessageSent event) throws Exception {}

  /**
   * Something went wrong ({@code on_error}). A failure of a listener's own extension is not told to
   * it.
   */
  default void onError(Failure event) throws Exception {}

  /** Something else changed. */
  default void onChange(Change event) throws Exception {}

  /** An extension has something to tell. */
  default void onCustom(CustomEvent event) throws Exception {}
}
