package italk.engine.store.commit;

import italk.engine.store.sql.Database;
import italk.engine.store.sql.Failures;
import italk.engine.store.sql.MessageIds;
import italk.engine.store.sql.SqlWrite;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs writes one after the other on a thread of its own and lets those that wait at the same time
 * share one commit: while the disk is busy with one, the next gathers.
 *
 * <p>Any thread may call {@link #submit}. All that touches the database for writing happens on the
 * writer thread.
 */
public final class GroupCommit implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final long WAIT_FOR_ROOM_MILLIS = 100;
  private static final long WAIT_FOR_END_MILLIS = 30_000;

  private final Database database;
  private final int batchSize;
  private final BlockingQueue<PendingWrite<?>> queue;
  private final Outage outage;
  private final Writer writer;
  private final Thread thread;
  // Set in this order by close(): first nothing more is taken, then nothing more is committed.
  private volatile boolean closing;
  private volatile boolean ended;

  /**
   * Opens the database for writing.
   *
   * @param queueSize how many writes may wait
   * @param batchSize how many may share a commit
   * @param betweenCommits what else the writer thread has to do
   */
  public GroupCommit(
      Database database,
      MessageIds ids,
      int queueSize,
      int batchSize,
      BetweenCommits betweenCommits)
      throws SQLException {
    this.database = database;
    this.batchSize = batchSize;
    this.queue = new ArrayBlockingQueue<>(queueSize);
    this.outage = new Outage(database.name());
    this.writer = new Writer(database, ids, outage, betweenCommits);
    try {
      writer.open();
    } catch (SQLException | RuntimeException e) {
      writer.close();
      throw e;
    }
    thread = new Thread(this::commitUntilClosed, "italk-store-writer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Queues a write; never throws, but says in the stage what went wrong. */
  public <T> CompletionStage<T> submit(SqlWrite<T> write) {
    PendingWrite<T> pending = new PendingWrite<>(write);
    Optional<String> whyNot = outage.words();
    if (closing) {
      pending.fail(Failures.closed(database));
    } else if (whyNot.isPresent()) {
      refuse(pending, whyNot.get());
    } else if (!offer(pending)) {
      pending.fail(
          Failures.busy(
              "The store is busy: "
                  + (queue.size() + queue.remainingCapacity())
                  + " changes wait for "
                  + database.name()
                  + " already."));
    } else if (ended && queue.remove(pending)) {
      // The writer thread ended between the first look and the offer.
      pending.fail(Failures.closed(database));
    }
    return pending.stage();
  }

  /**
   * Why nothing can be written at the moment, and since when, in words; empty where all is well.
   * While there is something, writes are refused at once, and the writer tries by itself until the
   * database can be written again.
   */
  public Optional<String> outage() {
    return outage.words();
  }

  private void refuse(PendingWrite<?> pending, String why) {
    outage.refused(1);
    pending.fail(Failures.outage(why));
  }

  /** True on the thread that must not wait for a write. */
  public boolean isWriterThread() {
    return Thread.currentThread() == thread;
  }

  private boolean offer(PendingWrite<?> pending) {
    // The writer thread is the one that makes room: it must not wait for it.
    if (isWriterThread()) {
      return queue.offer(pending);
    }
    try {
      return queue.offer(pending, WAIT_FOR_ROOM_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void commitUntilClosed() {
    List<PendingWrite<?>> batch = new ArrayList<>();
    while (!closing || !queue.isEmpty()) {
      try {
        Optional<String> whyNot = outage.words();
        if (whyNot.isPresent()) {
          waitForProbe(whyNot.get());
        } else {
          batch.add(queue.take());
          queue.drainTo(batch, batchSize - 1);
          writer.commit(batch);
        }
      } catch (InterruptedException e) {
        // Not by the owner, who ends this thread by closing: left behind by a write.
        LOG.warn("A write left the store's writer thread interrupted; it goes on");
      }
      batch.clear();
    }
    writer.close();
  }

  // Those who came before the outage was known are told, too.
  private void waitForProbe(String whyNot) throws InterruptedException {
    PendingWrite<?> late = queue.poll(outage.nanosUntilProbe(), TimeUnit.NANOSECONDS);
    if (late != null) {
      refuse(late, whyNot);
    } else {
      writer.probe();
    }
  }

  /** Takes no more writes, commits those that wait and closes the connection. */
  @Override
  public void close() {
    closing = true;
    // Wakes the writer where it waits for something to do. With a full queue it is awake.
    queue.offer(new PendingWrite<>(transaction -> null));
    if (!joined()) {
      LOG.error(
          "The store's writer thread has not ended within {} ms: a write hangs. It is interrupted,"
              + " and what waits behind it is refused",
          WAIT_FOR_END_MILLIS);
      thread.interrupt();
    }
    ended = true;
    for (PendingWrite<?> late = queue.poll(); late != null; late = queue.poll()) {
      late.fail(Failures.closed(database));
    }
  }

  private boolean joined() {
    try {
      thread.join(WAIT_FOR_END_MILLIS);
    } catch (InterruptedException e) {
      // What waits is worth more than the hurry: acknowledged or not, it must not be left half-way.
      boolean joined = joined();
      Thread.currentThread().interrupt();
      return joined;
    }
    return !thread.isAlive();
  }
}
