package italk.engine.shell.client;

import java.io.IOException;

/** There is no engine behind the socket, or it doesn't answer any more. */
final class UnreachableException extends IOException {

  private static final long serialVersionUID = 1L;

  UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
