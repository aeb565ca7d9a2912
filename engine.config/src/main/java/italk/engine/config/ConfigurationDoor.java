package italk.engine.config;

import static java.util.Objects.requireNonNull;

import italk.engine.api.configuration.ConfigurationOutcome;
import italk.engine.api.configuration.ConfigurationOutcome.Result;
import italk.engine.api.configuration.ConfigurationPreview;
import italk.engine.api.configuration.ConfigurationVersion;
import italk.engine.api.configuration.EngineConfiguration;
import italk.engine.config.JarOptionCheck.Snapshot;
import italk.engine.config.change.Change;
import italk.engine.config.change.Changes;
import italk.engine.config.change.Shown;
import italk.engine.config.preview.ComponentReactions;
import italk.engine.config.preview.Reactions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where other rooms ask for changes. What is read comes from snapshots; what changes is done by the
 * thread "italk-config" while the caller waits, within bounds of time and number. Any thread.
 */
@Component(service = EngineConfiguration.class)
public final class ConfigurationDoor implements EngineConfiguration {

  private static final Logger LOGGER = LoggerFactory.getLogger(ConfigurationDoor.class);

  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final int MAX_WAITING = 32;

  private final ConfigurationComponent owner;
  private final FilePreview preview;
  private final Duration wait;

  // One permit for each question that the owner has not come to yet.
  private final Semaphore room = new Semaphore(MAX_WAITING);

  /** Opens. */
  @Activate
  public ConfigurationDoor(
      @Reference ConfigurationComponent owner, @Reference ServiceComponentRuntime runtime) {
    this(owner, () -> new ComponentReactions(runtime.getComponentDescriptionDTOs()), WAIT);
  }

  ConfigurationDoor(ConfigurationComponent owner, Supplier<Reactions> reactions, Duration wait) {
    this.owner = owner;
    this.preview = new FilePreview(owner::snapshot, reactions, owner.interpolation());
    this.wait = wait;
  }

  @Override
  public Optional<String> get(String path) {
    Snapshot now = owner.snapshot();
    return Shown.get(
        requireNonNull(path, "path").strip(), now.inForce().document(), now.installed());
  }

  @Override
  public ConfigurationOutcome set(String path, String value, String who) {
    requireNonNull(value, "value");
    return change(Changes.set(requireNonNull(path, "path").strip(), value), who);
  }

  @Override
  public ConfigurationOutcome unset(String path, String who) {
    return change(Changes.unset(requireNonNull(path, "path").strip()), who);
  }

  @Override
  public ConfigurationOutcome enable(String extension, String who) {
    return change(Changes.enable(requireNonNull(extension, "extension").strip()), who);
  }

  @Override
  public ConfigurationOutcome disable(String extension, String who) {
    return change(Changes.disable(requireNonNull(extension, "extension").strip()), who);
  }

  @Override
  public ConfigurationOutcome order(List<String> extensions, String who) {
    return change(Changes.order(List.copyOf(extensions)), who);
  }

  @Override
  public ConfigurationOutcome undo(String who) {
    String name = name(who);
    return ask(changes -> changes.undo(name));
  }

  @Override
  public ConfigurationOutcome migrate(String who) {
    return change(Changes.migrate(), who);
  }

  @Override
  public ConfigurationPreview preview(Path file) {
    return preview.of(requireNonNull(file, "file"));
  }

  @Override
  public Path file() {
    return owner.file();
  }

  @Override
  public List<ConfigurationVersion> history() {
    return owner.history();
  }

  private ConfigurationOutcome change(Change change, String who) {
    String name = name(who);
    return ask(changes -> changes.change(change, name));
  }

  // It goes into a log line: nothing in it may look like another line, or steer a terminal.
  private static String name(String who) {
    String safe = requireNonNull(who, "who").replaceAll("[\\p{C}\\u2028\\u2029]", " ").strip();
    return safe.length() > MAX_WHO ? safe.substring(0, MAX_WHO) : safe;
  }

  private ConfigurationOutcome ask(Function<FileChanges, ConfigurationOutcome> question) {
    if (owner.isOwnThread()) {
      return outcome(
          Result.REFUSED,
          "A component that is being given its configuration can't change the configuration: the"
              + " answer would wait for that component. Do it afterwards.");
    } else if (!room.tryAcquire()) {
      return outcome(
          Result.FAILED, "More than " + MAX_WAITING + " changes wait already: try again later.");
    }
    CompletableFuture<ConfigurationOutcome> answer = new CompletableFuture<>();
    // Set by whoever is first: the owner who begins, or the asker who gives up.
    AtomicBoolean decided = new AtomicBoolean();
    boolean accepted =
        owner.later(
            changes -> {
              room.release();
              if (decided.compareAndSet(false, true)) {
                answer.complete(answer(question, changes));
              }
            });
    if (!accepted) {
      room.release();
      return outcome(Result.FAILED, "The configuration's bundle is being stopped.");
    }
    return await(answer, decided);
  }

  private static ConfigurationOutcome answer(
      Function<FileChanges, ConfigurationOutcome> question, FileChanges changes) {
    try {
      return question.apply(changes);
    } catch (RuntimeException e) {
      LOGGER.error("The configuration can't be changed.", e);
      return outcome(Result.FAILED, "It failed by a fault of the engine's: the log has it. " + e);
    }
  }

  private ConfigurationOutcome await(
      CompletableFuture<ConfigurationOutcome> answer, AtomicBoolean decided) {
    String reason;
    try {
      return answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      reason = "It took longer than " + wait.toSeconds() + " seconds. ";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = "The caller was interrupted. ";
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer is never completed by an exception", e);
    }
    return decided.compareAndSet(false, true)
        ? outcome(Result.FAILED, reason + "It had not begun, and will not: try again later.")
        : outcome(Result.PENDING, reason + "It goes on: the history tells what came of it.");
  }

  private static ConfigurationOutcome outcome(Result result, String message) {
    return new ConfigurationOutcome(result, message, List.of(), List.of());
  }
}
