package italk.engine.impl.chat;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Groups;
import italk.engine.api.History;
import italk.engine.api.Inbox;
import italk.engine.api.Messages;
import italk.engine.api.ReadPositions;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.User;
import italk.engine.api.Users;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.store.Store;
import italk.engine.impl.EngineOptions;
import italk.engine.impl.event.Events;
import italk.engine.impl.hook.ExtensionRegistry;
import italk.engine.impl.kept.Changes;
import italk.engine.impl.kept.Publisher;
import italk.engine.impl.kept.StoredGroups;
import italk.engine.impl.kept.StoredHistory;
import italk.engine.impl.kept.StoredReadPositions;
import italk.engine.impl.kept.StoredUsers;
import italk.engine.impl.kept.Waiting;
import italk.engine.impl.message.Editing;
import italk.engine.impl.message.MessageCommits;
import italk.engine.impl.message.MessagePipeline;
import italk.engine.impl.message.Recipients;
import italk.engine.impl.message.Sending;
import italk.engine.impl.message.StoredMessages;
import italk.engine.impl.session.LiveSession;
import italk.engine.impl.session.Sessions;
import italk.engine.impl.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine: puts its parts together and ends them in the right order. */
@Component(
    service = {Engine.class, ChatEngine.class},
    immediate = true,
    configurationPid = EngineOptions.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ChatEngine implements Engine, LiveSession.Host {

  private static final Logger LOG = LoggerFactory.getLogger(ChatEngine.class);
  private static final int MIN_WORKERS = 4;
  private static final int ACK_WORKERS = 2;
  private static final Duration END_OF_MESSAGES = Duration.ofSeconds(5);
  private static final Duration END_OF_DELIVERIES = Duration.ofSeconds(2);

  private final Instant startedAt = Instant.now();
  private final AtomicLong sessionIds = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();

  private final BundleContext context;
  private final ExtensionRegistry registry;
  private final Events events;
  private final Store store;
  private final Workers deliveries;
  // Apart from the inboxes: however many of those are stuck, senders hear what became of a message.
  private final Workers acknowledgements;
  private final Publisher publisher = new Publisher();
  private final Sessions sessions;
  private final StoredUsers users;
  private final StoredGroups groups;
  private final Changes changes;
  private final MessagePipeline pipeline;
  private final Sending sending;
  private final StoredMessages messages;
  private final StoredReadPositions readPositions;
  private final Connects connects;
  // The framework stops the extensions first; what is said to them at the end has to be said
  // before.
  private final SynchronousBundleListener frameworkStops = this::bundleChanged;

  private volatile EngineOptions options;

  @Activate
  public ChatEngine(
      BundleContext context,
      EngineOptions options,
      @Reference ExtensionRegistry registry,
      @Reference Store store) {
    this.context = context;
    this.options = options;
    this.registry = registry;
    this.store = store;
    events = registry.events();
    int threads = Math.max(MIN_WORKERS, 2 * Runtime.getRuntime().availableProcessors());
    deliveries = new Workers("italk-delivery", threads, registry.ticker());
    acknowledgements = new Workers("italk-ack", ACK_WORKERS, registry.ticker());
    sessions = new Sessions(events, () -> this.options.max__sessions());
    changes = new Changes(store);
    users = new StoredUsers(store, changes, sessions, events);
    groups = new StoredGroups(store, changes, events);
    pipeline =
        new MessagePipeline(
            registry.messagePassage(),
            acknowledgements,
            () -> this.options.max__message__length(),
            () -> this.options.max__waiting__messages());
    MessageCommits commits =
        new MessageCommits(store, publisher, new Recipients(groups, sessions), events);
    sending = new Sending(registry.messagePassage(), pipeline, store, users, groups, commits);
    Editing editing = new Editing(registry.messagePassage(), pipeline, store, users, commits);
    messages = new StoredMessages(store, changes, commits, editing, pipeline);
    readPositions = new StoredReadPositions(store, changes, users, groups);
    connects =
        new Connects(
            registry.connectPassage(),
            store,
            users,
            sessions,
            publisher,
            this::newSession,
            () -> this.options.max__waiting__messages());
    context.addBundleListener(frameworkStops);
    registry.engineIsThere(true);
  }

  @Modified
  void modified(EngineOptions changed) {
    options = changed;
  }

  @Deactivate
  void deactivate() {
    context.removeBundleListener(frameworkStops);
    registry.engineIsThere(false);
    close();
  }

  private void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID
        && event.getType() == BundleEvent.STOPPING) {
      close();
    }
  }

  private void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      connects.close();
      pipeline.close(END_OF_MESSAGES);
      var open = sessions.all();
      open.forEach(session -> session.close("the engine stops"));
      publisher.close(END_OF_DELIVERIES);
      long end = System.nanoTime() + END_OF_DELIVERIES.toNanos();
      for (LiveSession session : open) {
        session.awaitDelivered(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
      if (!events.awaitAllQuiet(END_OF_DELIVERIES)) {
        LOG.warn("Some listeners had not been told everything when the engine stopped");
      }
      acknowledgements.shutdown();
      acknowledgements.awaitTermination(END_OF_DELIVERIES.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("The engine has stopped: {} sessions closed", open.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sessions.all().forEach(session -> session.close("the engine stops")); // Where interrupted.
      events.endSubscriptions();
      publisher.close();
      deliveries.close();
      acknowledgements.close();
    }
  }

  private LiveSession newSession(User user, Inbox inbox) {
    return new LiveSession(
        "s" + sessionIds.incrementAndGet(),
        user,
        inbox,
        this,
        deliveries,
        () -> options.session__queue());
  }

  private void checkOpen() {
    if (closed.get()) {
      throw Waiting.engineClosed().exception();
    }
  }

  @Override
  public Session connect(String userId, String name, Map<String, ?> metadata, Inbox inbox) {
    Objects.requireNonNull(inbox, "inbox");
    checkOpen();
    Session session = connects.connect(StoredUsers.newUser(userId, name, metadata), inbox);
    if (closed.get()) {
      session.close("the engine stops");
    }
    return session;
  }

  @Override
  public Optional<Session> session(String sessionId) {
    return sessions.find(sessionId);
  }

  @Override
  public Users users() {
    return users;
  }

  @Override
  public Groups groups() {
    return groups;
  }

  @Override
  public History history(Conversation conversation) {
    return new StoredHistory(store, Objects.requireNonNull(conversation, "conversation"));
  }

  @Override
  public Messages messages() {
    return messages;
  }

  @Override
  public ReadPositions readPositions() {
    return readPositions;
  }

  Changes changes() {
    return changes;
  }

  /** Tells the listeners of what was committed, after all that was committed before. */
  void publish(EngineEvent event) {
    publisher.publish(() -> events.publish(event));
  }

  @Override
  public void emit(CustomEvent event) {
    events.publish(Objects.requireNonNull(event, "event"));
  }

  @Override
  public Subscription listen(String name, EngineListener listener) {
    String owner = events.subscribe(name, listener);
    return () -> events.remove(owner);
  }

  @Override
  public Status status() {
    List<String> waitingFor = registry.waitingFor();
    return new Status(
        waitingFor.isEmpty(),
        waitingFor,
        sessions.size(),
        pipeline.waiting(),
        options.max__message__length(),
        Duration.between(startedAt, Instant.now()),
        store.outage());
  }

  @Override
  public CompletionStage<SendResult> send(
      LiveSession session, Conversation conversation, String content, Optional<String> clientId) {
    return sending.send(session, conversation, content, clientId);
  }

  @Override
  public void closed(LiveSession session, String reason) {
    User user;
    try {
      user = users.find(session.userId()).orElseGet(session::userAtConnect);
    } catch (EngineException e) { // The store can't be read: the session ends all the same.
      LOG.debug("Closing {} with what was known of the user when it was opened", session, e);
      user = session.userAtConnect();
    }
    sessions.closed(session, user, reason);
  }

  @Override
  public void inboxFailed(LiveSession session, Throwable thrown) {
    events.failed(
        "engine", "deliver", session.toString(), "the inbox threw; the delivery is lost", thrown);
  }
}
