package italk.engine.shell.door;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose process a client is, as the operating system says. */
final class ClientUser {

  private static final Logger LOG = LoggerFactory.getLogger(ClientUser.class);

  private ClientUser() {}

  /** The user's name; empty where this system, this Java or this framework doesn't tell. */
  static Optional<String> of(SocketChannel client) {
    try {
      return Optional.of(client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName());
    } catch (IOException | UnsupportedOperationException | NoClassDefFoundError e) {
      // The last: a framework that doesn't offer jdk.net, an optional import.
      LOG.debug("Whose process a client of the door is is not known.", e);
      return Optional.empty();
    }
  }
}
