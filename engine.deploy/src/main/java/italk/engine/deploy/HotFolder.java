package italk.engine.deploy;

import italk.engine.api.EngineException;
import italk.engine.deploy.folder.JarFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What FileInstall asks about each jar of the hot folder. There before FileInstall is, so that jars
 * are nobody else's; what it is told before operations are possible is found when they begin, by
 * reading the whole folder.
 *
 * <p>Answers never with an exception: FileInstall would print a stack trace and forget the file.
 */
@Component(immediate = true, service = ArtifactInstaller.class)
public final class HotFolder implements ArtifactInstaller {

  private static final Logger LOG = LoggerFactory.getLogger(HotFolder.class);

  private final Path folder;
  private final AtomicReference<ExtensionOperations> operations = new AtomicReference<>();

  /**
   * Prepares the folder.
   *
   * @throws IOException where it can't be made
   */
  @Activate
  public HotFolder(BundleContext context) throws IOException {
    // FileInstall, too, hands in files by their real path.
    folder = Files.createDirectories(Folders.of(context).extensions()).toRealPath();
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindOperations(ExtensionOperations available) {
    operations.set(available);
  }

  void unbindOperations(ExtensionOperations gone) {
    operations.compareAndSet(gone, null);
  }

  @Override
  public boolean canHandle(File artifact) {
    return JarFiles.isJar(folder, artifact.toPath());
  }

  @Override
  public void install(File artifact) {
    tell(it -> it.look(artifact.toPath()));
  }

  @Override
  public void update(File artifact) {
    install(artifact);
  }

  @Override
  public void uninstall(File artifact) {
    tell(it -> it.deleted(artifact.toPath()));
  }

  private void tell(Consumer<ExtensionOperations> what) {
    ExtensionOperations there = operations.get();
    if (there == null) {
      return;
    }
    try {
      what.accept(there);
    } catch (EngineException stopping) {
      LOG.warn("A change of the hot folder waits for the next start: {}", stopping.getMessage());
    } catch (RuntimeException defect) {
      LOG.error("A change of the hot folder was not taken in.", defect);
    }
  }
}
