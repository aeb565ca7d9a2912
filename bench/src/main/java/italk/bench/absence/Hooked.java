package italk.bench.absence;

import java.util.concurrent.CompletionStage;

/** Something with the tiny hook in it that can be updated while messages pass. */
interface Hooked extends AutoCloseable {

  /**
   * Sends a message past the hook.
   *
   * @return the content as the hook left it; completes exceptionally where the message was refused
   *     or got lost in an exception
   */
  CompletionStage<String> send(String content);

  /** Updates the hook to this version; returns when whoever updates thinks that it is done. */
  void update(String version) throws Exception;

  @Override
  void close();
}
