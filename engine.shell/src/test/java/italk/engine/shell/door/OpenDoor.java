package italk.engine.shell.door;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandProcessor;

/** An open door, for tests of other packages. */
public final class OpenDoor implements AutoCloseable {

  private final DoorServer server;

  private OpenDoor(DoorServer server) {
    this.server = server;
  }

  /** Opens one. */
  public static OpenDoor at(Path socket, CommandProcessor processor) throws IOException {
    return new OpenDoor(DoorServer.open(socket, processor));
  }

  @Override
  public void close() {
    server.close();
  }
}
