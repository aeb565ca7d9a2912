package italk.ext.groups;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Group;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.GroupRight;
import italk.engine.api.moderation.GroupRules;
import italk.ext.groups.slow.SavedWriters;
import italk.ext.groups.slow.SavedWriters.Writer;
import italk.ext.groups.slow.SavedWriters.Written;
import italk.ext.groups.slow.SlowMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses messages to a group that its rules don't allow: who may write, read-only, slow mode. An
 * edit needs the right to write, of the message's sender, and doesn't count for slow mode.
 *
 * <p>Who has to wait is kept when it is deactivated, so that neither an update of the bundle nor a
 * restart is a way around slow mode; a process that is killed forgets it.
 */
@Extension(value = GroupGuard.NAME, failurePolicy = FailurePolicy.REJECT)
@Component(
    service = MessageInterceptor.class,
    configurationPid = GroupGuard.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class GroupGuard implements MessageInterceptor {

  static final String NAME = "groups_management";
  static final String PID = "italk.extension." + NAME;

  /** Where those who have to wait are in the extension's storage. */
  static final String WRITERS = "slow_mode";

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupGuard.class);

  private final Engine engine;
  private final ExtensionStorage storage;
  private final GroupBook book;
  private final Standing standing;
  private final SlowMode slowMode;

  /** Guards the engine's groups. */
  @Activate
  public GroupGuard(
      @Reference Engine engine,
      @Reference ExtensionStorage storage,
      @Reference GroupBook book,
      @Reference Standing standing) {
    this(engine, storage, book, standing, System::nanoTime);
  }

  GroupGuard(
      Engine engine,
      ExtensionStorage storage,
      GroupBook book,
      Standing standing,
      LongSupplier nanoTime) {
    this.engine = engine;
    this.storage = storage;
    this.book = book;
    this.standing = standing;
    this.slowMode = new SlowMode(nanoTime);
    restore();
  }

  private void restore() {
    try {
      storage
          .get(WRITERS)
          .map(SavedWriters::parse)
          .ifPresent(
              saved -> {
                Duration elapsed = Duration.between(saved.at(), book.now());
                // Negative where the clock was set back: then nothing is known to have passed.
                slowMode.restore(saved.writers(), elapsed.isNegative() ? Duration.ZERO : elapsed);
              });
    } catch (EngineException | IllegalArgumentException unreadable) {
      LOGGER.warn(
          "Who has to wait for slow mode can't be read, everybody may write: {}",
          unreadable.getMessage());
    }
  }

  /** Keeps who has to wait. The engine asks no more by now, save for what it was asking already. */
  @Deactivate
  void deactivate() {
    Map<Writer, Written> waiting = slowMode.waiting();
    try {
      if (waiting.isEmpty()) {
        storage.remove(WRITERS);
      } else {
        storage.put(
            WRITERS,
            new SavedWriters(book.now(), waiting).toText(ExtensionStorage.MAX_VALUE_LENGTH));
      }
    } catch (EngineException notStored) {
      LOGGER.warn(
          "That {} users have to wait for slow mode can't be kept: {}",
          waiting.size(),
          notStored.getMessage());
    }
  }

  /** The book has the options; here it is the rank alone, and who waits goes on waiting. */
  @Modified
  void modified() {}

  @Override
  public Verdict intercept(MessageDraft draft) {
    // Who may edit what others wrote was decided before: what the sender may do is no reason here.
    if (!(draft.conversation() instanceof Conversation.OfGroup of) || draft.isEditedByAnother()) {
      return Verdict.accept();
    }
    Optional<Group> group = engine.groups().find(of.name());
    if (group.isEmpty() || !group.get().hasMember(draft.sender().id())) {
      return reject(Refusal.NO_MEMBER, draft);
    }
    return verdict(draft, group.get());
  }

  private Verdict verdict(MessageDraft draft, Group group) {
    GroupRules rules = book.rules(group);
    Actor sender = Actor.user(draft.sender().id());
    if (!standing.allows(sender, group, rules, GroupRight.WRITE)) {
      return reject(Refusal.MAY_NOT_WRITE, draft);
    } else if (rules.readOnly()
        && !standing.allows(sender, group, rules, GroupRight.WRITE_READ_ONLY)) {
      return reject(Refusal.READ_ONLY, draft);
    } else if (draft.edits().isEmpty()
        && !rules.slowMode().isZero()
        && !standing.allows(sender, group, rules, GroupRight.SKIP_SLOW_MODE)) {
      return slowMode
          .write(group, draft.sender().id(), rules.slowMode())
          .<Verdict>map(wait -> tooSoon(draft, wait))
          .orElseGet(Verdict::accept);
    }
    return Verdict.accept();
  }

  private static Verdict reject(Refusal refusal, MessageDraft draft) {
    return Verdict.reject(refusal.wordsFor(draft.sender()));
  }

  private static Verdict tooSoon(MessageDraft draft, Duration wait) {
    // Rounded up: whoever waits just that long shall not be refused again.
    long seconds = wait.plusNanos(999_999_999).toSeconds();
    Duration retryAfter = Duration.ofMillis(wait.plusNanos(999_999).toMillis());
    return Verdict.reject(
        Refusal.TOO_SOON.wordsFor(draft.sender()).replace("{seconds}", Long.toString(seconds)),
        retryAfter);
  }
}
