package italk.engine.shell.door;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the door where the framework property {@value #SOCKET} names a path, for as long as there
 * is a shell behind it. A door that can't be opened is reported once; the engine goes on without.
 */
@Component(
    immediate = true,
    service = {})
public final class Door {

  /** The framework property with the path of the socket. */
  static final String SOCKET = "italk.socket";

  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private final Optional<DoorServer> server;

  /** Opens the door. */
  @Activate
  public Door(BundleContext context, @Reference CommandProcessor processor) {
    server = open(context.getProperty(SOCKET), processor);
  }

  private static Optional<DoorServer> open(String path, CommandProcessor processor) {
    if (path == null || path.isBlank()) {
      LOG.debug("The door stays shut: the framework property {} is not set.", SOCKET);
      return Optional.empty();
    }
    try {
      DoorServer opened = DoorServer.open(Path.of(path), processor);
      LOG.debug("The door is open at {}.", path);
      return Optional.of(opened);
    } catch (IOException | InvalidPathException e) {
      LOG.error(
          "The door stays shut, commands can't be given from outside ({} = {}): {}",
          SOCKET,
          path,
          e.getMessage());
      return Optional.empty();
    }
  }

  /** Shuts the door and sends everybody away. */
  @Deactivate
  public void close() {
    server.ifPresent(DoorServer::close);
  }
}
