package italk.ext.events.webhook;

import static java.util.Objects.requireNonNull;

import italk.engine.api.MessageId;
import italk.engine.api.Messages;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.extension.ExtensionStorage;
import italk.ext.events.fact.EventFacts;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All webhooks: gives each event to those that want it, and owns the threads, one for each webhook
 * and one that stores.
 *
 * <p>Events come on one thread at a time. {@link #configure} and {@link #close} are called by the
 * component's life cycle, one at a time; events may come meanwhile.
 */
public final class Dispatch {

  private static final Logger LOGGER = LoggerFactory.getLogger(Dispatch.class);

  // The engine waits two seconds for a deactivation.
  private static final Duration FAREWELL = Duration.ofMillis(800);
  private static final int LOSSES_PER_LINE = 1_000;

  private final Messages messages;
  private final Outbox outbox;
  private final Journal journal;
  private final RandomGenerator random = new SecureRandom();
  private final AtomicLong lost = new AtomicLong();

  // Of the life cycle alone.
  private final boolean hasLeftovers;
  private final Map<String, WebhookState> states = new LinkedHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private Thread journalThread;

  // Replaced by the life cycle, read by any thread.
  private volatile List<Delivery> deliveries = List.of();

  // The newest message that was told of. Written by the thread that events come on.
  private volatile MessageId newest = new MessageId(0);

  /**
   * Reads what was kept; tells nothing yet.
   *
   * @param messages the feed that tells of messages
   */
  public Dispatch(ExtensionStorage storage, Messages messages) {
    this.messages = messages;
    Map<String, String> stored = storage.all();
    long told = 0;
    for (String name : WebhookState.names(stored)) {
      WebhookState.read(name, stored).ifPresent(state -> states.put(name, state));
    }
    for (WebhookState state : states.values()) {
      told = Math.max(told, state.position().number());
    }
    this.outbox = new Outbox(stored, told, Integer.MAX_VALUE, this::lost);
    this.hasLeftovers = !states.isEmpty() || !outbox.isStoredEmpty();
    this.journal = new Journal(storage, outbox, this::wakeAll);
  }

  /**
   * What webhooks there are to be.
   *
   * @param webhooks each with a name of its own
   * @param retry when to try again
   * @param withContent whether to send what messages say
   * @param outboxCapacity how many events are kept of which some webhook was not told yet
   */
  public record Plan(
      List<Webhook> webhooks, RetryRules retry, boolean withContent, int outboxCapacity) {
    /** Copies the list. */
    public Plan {
      webhooks = List.copyOf(webhooks);
      requireNonNull(retry, "retry");
    }
  }

  /** Goes on with other webhooks. Those that stay go on where they are. */
  public void configure(Plan plan) {
    stopDeliveries();
    Set<String> names = new LinkedHashSet<>();
    plan.webhooks().forEach(webhook -> names.add(webhook.name()));
    forgetAllBut(names);
    outbox.resize(plan.outboxCapacity());
    List<Delivery> next = new ArrayList<>();
    for (Webhook webhook : plan.webhooks()) {
      next.add(
          new Delivery(
              webhook,
              stateOf(webhook.name()),
              outbox,
              messages,
              journal,
              () -> newest,
              new Delivery.Rules(plan.retry(), plan.withContent())));
    }
    startJournal(next);
    deliveries = List.copyOf(next);
    for (Delivery delivery : next) {
      threads.add(start("italk-webhook-" + delivery.webhook().name(), delivery));
    }
  }

  private WebhookState stateOf(String name) {
    return states.computeIfAbsent(
        name,
        it -> {
          WebhookState state =
              WebhookState.beginning(it, MessageId.firstAt(Instant.now()), outbox.last());
          if (journalThread != null) {
            journal.add(state);
          }
          return state;
        });
  }

  private void forgetAllBut(Set<String> names) {
    for (String name : List.copyOf(states.keySet())) {
      if (!names.contains(name)) {
        WebhookState state = states.remove(name);
        LOGGER.info(
            "The webhook {} is gone, and with it {} dead letters and what it had still to be told.",
            name,
            state.deadLetters().size());
        journal.remove(state);
      }
    }
  }

  // Without webhooks there is nothing to store, and no thread.
  private void startJournal(List<Delivery> next) {
    boolean isNeeded = !next.isEmpty() || hasLeftovers;
    if (journalThread == null && isNeeded) {
      states.values().forEach(journal::add);
      journalThread = start("italk-webhook-journal", journal);
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Has those told of it that want it. Does not wait for anything. */
  public void accept(EngineEvent event, EventFacts facts) {
    if (event instanceof EngineEvent.MessageSent sent) {
      newest = sent.message().id();
      deliveries.stream().filter(it -> it.webhook().wantsMessages()).forEach(Delivery::wake);
    } else if (deliveries.stream().anyMatch(it -> it.webhook().wants(facts))) {
      MessageId byTime = MessageId.firstAt(facts.at());
      outbox.add(newest.value() > 0 ? newest : byTime, WebhookEvent.of(facts, random));
      journal.changed();
    }
  }

  private void wakeAll() {
    deliveries.forEach(Delivery::wake);
  }

  private void lost(Outbox.Entry entry) {
    for (Delivery delivery : deliveries) {
      boolean isMissed =
          delivery.state().position().number() < entry.number()
              && delivery.webhook().wants(entry.event().type(), entry.event().conversation());
      if (isMissed) {
        delivery.state().lost();
        if (lost.getAndIncrement() % LOSSES_PER_LINE == 0) {
          LOGGER.warn(
              "The outbox of events_management is full: the webhook {} will not be told of {} ({})"
                  + " and perhaps of more. See: webhooks",
              delivery.webhook().name(),
              entry.event().id(),
              entry.event().type());
        }
      }
    }
  }

  /** Ends all threads and stores how far they have come. */
  public void close() {
    stopDeliveries();
    if (journalThread == null) {
      return;
    }
    journal.close();
    if (hasEnded(journalThread, System.nanoTime() + FAREWELL.toNanos())) {
      journal.flush();
    } else {
      LOGGER.warn(
          "The storage of events_management did not answer in {} ms: webhooks may be told of some"
              + " events again.",
          FAREWELL.toMillis());
    }
  }

  private void stopDeliveries() {
    List<Delivery> old = deliveries;
    // Kept until the next ones are there, so that events are still put into the outbox.
    old.forEach(Delivery::close);
    long end = System.nanoTime() + FAREWELL.toNanos();
    for (Thread thread : threads) {
      if (!hasEnded(thread, end)) {
        LOGGER.debug("{} waits for its receiver still; it ends when that answers.", thread);
      }
    }
    threads.clear();
  }

  private static boolean hasEnded(Thread thread, long end) {
    try {
      long left = Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis());
      thread.join(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  /** Whom to ask about the webhooks, and who handles dead letters. Safe for any thread. */
  public WebhookDesk desk() {
    return new WebhookDesk(() -> deliveries, outbox, journal);
  }
}
