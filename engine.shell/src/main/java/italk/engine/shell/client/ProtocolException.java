package italk.engine.shell.client;

import java.io.IOException;

/** The other side says something that the protocol doesn't allow. */
public final class ProtocolException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With what was found. */
  public ProtocolException(String found) {
    super(found);
  }

  /** With what was found, and why it couldn't be read. */
  public ProtocolException(String found, Throwable cause) {
    super(found, cause);
  }
}
