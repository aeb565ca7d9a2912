package italk.engine.store;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.store.StoreArchive;
import italk.engine.store.archive.Backup;
import italk.engine.store.archive.Ending;
import italk.engine.store.archive.Export;
import italk.engine.store.archive.Import;
import italk.engine.store.archive.OriginalState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the store out into files and brings it in from them, on the calling threads. */
@Component(service = StoreArchive.class)
public final class FileArchive implements StoreArchive {

  private static final Logger LOG = LoggerFactory.getLogger(FileArchive.class);

  private static final long PAUSE_MILLIS = 100;

  private final SqlStore store;
  private final InstantSource clock;
  private final Ending ending = new Ending();
  // One operation at a time; held for as long as it takes.
  private final ReentrantLock operation = new ReentrantLock();

  /** Of this store. */
  @Activate
  public FileArchive(@Reference SqlStore store) {
    this(store, InstantSource.system());
  }

  FileArchive(SqlStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Lets what runs end early and waits for that: after this, the store closes its database. */
  @Deactivate
  void close() {
    do {
      ending.end();
    } while (!isIdle());
  }

  // What has just begun may not have heard that it has to end: it is told again.
  private boolean isIdle() {
    try {
      boolean idle = operation.tryLock(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      if (idle) {
        operation.unlock();
      }
      return idle;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void backup(Path file) {
    alone(
        () -> {
          new Backup(store.database(), ending).to(file);
          LOG.info("The store was copied to {}", file);
          return null;
        });
  }

  @Override
  public Counts exportTo(Path file) {
    Counts counts = alone(() -> new Export(store.database(), clock, ending).to(file));
    LOG.info("The store was exported to {}: {}", file, counts);
    return counts;
  }

  @Override
  public Counts importFrom(Path file) {
    return broughtIn(file, () -> new Import(store::change, clock, ending).from(file));
  }

  @Override
  public Counts importOriginal(Path file) {
    return broughtIn(
        file,
        () ->
            new OriginalState(store::change, clock.instant().truncatedTo(ChronoUnit.MILLIS), ending)
                .from(file));
  }

  private Counts broughtIn(Path file, Supplier<Counts> work) {
    checkNotOurs(file);
    Counts counts = alone(work);
    LOG.info("{} was imported: {}", file, counts);
    return counts;
  }

  // Opening and closing the database's own file, or one of those beside it, would take away the
  // locks that this process has of it: they are the process's, not the file handle's.
  private void checkNotOurs(Path file) {
    Path own = Path.of(store.database().name());
    try {
      if (Files.exists(file)
          && Files.exists(own)
          && file.toRealPath().toString().startsWith(own.toRealPath().toString())) {
        throw Problem.of(
                Problem.Code.INVALID,
                file + ": expected an export, found the database that is in use.")
            .exception();
      }
    } catch (IOException e) {
      throw new EngineException(
          Problem.of(Problem.Code.INVALID, file + " can't be read: " + e.getMessage() + "."), e);
    }
  }

  private <T> T alone(Supplier<T> work) {
    if (store.isWriterThread()) {
      throw new IllegalStateException(
          "The store's own thread would wait for itself: call this on another one.");
    }
    operation.lock();
    try {
      return work.get();
    } finally {
      operation.unlock();
    }
  }
}
