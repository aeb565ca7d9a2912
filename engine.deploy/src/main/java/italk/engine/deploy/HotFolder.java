package italk.engine.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What FileInstall asks about each jar of the hot folder. Answers never with an exception:
 * FileInstall would print a stack trace and forget the file.
 */
@Component(immediate = true, service = ArtifactInstaller.class)
public final class HotFolder implements ArtifactInstaller {

  private static final Logger LOG = LoggerFactory.getLogger(HotFolder.class);
  private static final Duration FIRST_READING_BOUND = Duration.ofSeconds(10);

  private final ExtensionFolder folder;
  private final FirstReading firstReading;

  /**
   * Prepares the folder. Nothing is installed before FileInstall asks.
   *
   * @throws IOException where the folder can't be made or read
   */
  @Activate
  public HotFolder(BundleContext context) throws IOException {
    Folders folders = Folders.of(context);
    // FileInstall, too, hands in files by their real path.
    Path real = Files.createDirectories(folders.extensions()).toRealPath();
    folder =
        new ExtensionFolder(
            real,
            new ExtensionBundles(context, folders.startLevel()),
            new LastGood(folders.data().resolve("extensions")));
    firstReading = new FirstReading(context, folder.jars(), FIRST_READING_BOUND);
    LOG.info("The hot folder is {}.", real);
  }

  /** The extensions run on. */
  @Deactivate
  void deactivate() {
    firstReading.close();
  }

  @Override
  public boolean canHandle(File artifact) {
    return folder.isJar(artifact.toPath());
  }

  @Override
  public void install(File artifact) {
    folder.look(artifact.toPath());
    firstReading.read(artifact.toPath());
  }

  @Override
  public void update(File artifact) {
    install(artifact);
  }

  @Override
  public void uninstall(File artifact) {
    folder.deleted(artifact.toPath());
  }
}
