package italk.ext.messages;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.event.Change;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.ModerationRecords;
import italk.ext.messages.filter.ContentLimits.Excess;
import italk.ext.messages.filter.Filter;
import italk.ext.messages.filter.Findings;
import italk.ext.messages.kept.OneAtATime;
import italk.ext.messages.kept.Pins;
import italk.ext.messages.kept.Reports;
import italk.ext.messages.retention.Retention;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every message and every edit before it is stored, and reports afterwards what a filter
 * flags; deletes what need not stay. What people do to messages is {@link MessageChanges}'s work.
 *
 * <p>It fails closed: what should be looked at does not pass unseen. Options that can't be used
 * keep the component from starting, or leave the ones before in force.
 */
@Extension(MessagesManagement.NAME)
@Component(
    // Not delayed until somebody asks for it: retention would wait as long.
    immediate = true,
    service = {MessageInterceptor.class, EngineListener.class, MessagesManagement.class},
    configurationPid = "italk.extension." + MessagesManagement.NAME,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MessagesOptions.class)
public final class MessagesManagement implements MessageInterceptor, EngineListener {

  static final String NAME = "messages_management";

  private static final Actor ITSELF = Actor.extension(NAME);

  /** How many filters the reason of a report names: as many as it has room for. */
  private static final int MAX_NAMED = 20;

  private static final Logger LOGGER = LoggerFactory.getLogger(MessagesManagement.class);

  private final Engine engine;
  private final Recording recording;
  private final InstantSource clock;
  private final OneAtATime turns = new OneAtATime("italk-messages-management");
  private final Pins pins;
  private final Reports reports;

  // Both written by the component's life cycle, one change at a time; the settings read by any
  // thread.
  private volatile Settings settings;
  private Retention retention;

  // The engine's listener thread alone: one line for a full queue, not one for each message.
  private boolean saidThatNothingCanBeReported;

  /** Works as {@code options} say, with the pins and reports that are kept. */
  @Activate
  public MessagesManagement(
      @Reference Engine engine,
      @Reference ExtensionStorage storage,
      @Reference ModerationRecords records,
      MessagesOptions options) {
    this(engine, storage, records, options, InstantSource.system());
  }

  MessagesManagement(
      Engine engine,
      ExtensionStorage storage,
      ModerationRecords records,
      MessagesOptions options,
      InstantSource clock) {
    this.engine = engine;
    this.recording = new Recording(records);
    this.clock = clock;
    this.settings = Settings.of(options);
    Map<String, String> stored = storage.all();
    this.pins = new Pins(storage, stored, turns);
    this.reports = new Reports(storage, stored, turns);
    this.retention = startRetention(settings);
  }

  private Retention startRetention(Settings of) {
    return Retention.start(engine.messages(), of.retention(), this::forgetPins, clock);
  }

  private void forgetPins(Conversation conversation, MessageId oldest) {
    pins.removeOlder(conversation, oldest);
  }

  @Modified
  void modified(MessagesOptions options) {
    Settings changed;
    try {
      changed = Settings.of(options);
    } catch (IllegalArgumentException unusable) {
      // Thrown on, it would end the component, and with it the filters.
      LOGGER.error("{} The previous options stay in force.", unusable.getMessage());
      return;
    }
    settings = changed;
    if (!changed.retention().equals(retention.rules())) {
      retention.close();
      retention = startRetention(changed);
    }
  }

  @Deactivate
  void deactivate() {
    retention.close();
    turns.close();
  }

  @Override
  public Verdict intercept(MessageDraft draft) throws InterruptedException {
    Settings current = settings;
    Excess excess = current.limits().excess(draft.content());
    if (excess == Excess.LINKS) {
      return Verdict.reject(Texts.TOO_MANY_LINKS.to(draft.sender(), current.limits().maxLinks()));
    } else if (excess == Excess.MENTIONS) {
      return Verdict.reject(
          Texts.TOO_MANY_MENTIONS.to(draft.sender(), current.limits().maxMentions()));
    }
    Findings findings = current.filters().find(draft.content(), Settings.BEFORE);
    if (findings.rejects()) {
      return Verdict.reject(Texts.FORBIDDEN.to(draft.sender()));
    }
    String masked = findings.maskedContent();
    return masked.equals(draft.content()) ? Verdict.accept() : Verdict.replace(masked);
  }

  @Override
  public void onMessage(EngineEvent.MessageSent event) throws InterruptedException {
    flag(event.message());
  }

  @Override
  public void onChange(Change change) throws InterruptedException {
    if (change instanceof Change.MessageEdited edited) {
      flag(edited.message());
    } else if (change instanceof Change.MessageRetracted retracted) {
      Message message = retracted.message();
      pins.remove(message.conversation(), message.id(), () -> {});
    }
  }

  private void flag(Message message) throws InterruptedException {
    Findings findings = settings.filters().find(message.content(), Settings.AFTERWARDS);
    if (findings.filters().isEmpty()) {
      return;
    }
    try {
      reports.add(
          message,
          ITSELF,
          findings.filters().stream()
              .limit(MAX_NAMED)
              .map(Filter::toString)
              .collect(Collectors.joining(", ")),
          clock.instant(),
          settings.reports(),
          report -> recording.about(report, ITSELF, "flag", report.reason()));
      saidThatNothingCanBeReported = false;
    } catch (EngineException notReported) {
      if (!saidThatNothingCanBeReported) {
        saidThatNothingCanBeReported = true;
        LOGGER.warn(
            "Message {} is flagged by a filter of messages_management, but can't be reported; nor"
                + " perhaps others after it: {}",
            message.id(),
            notReported.getMessage());
      }
    }
  }

  Settings settings() {
    return settings;
  }

  Pins pins() {
    return pins;
  }

  Reports reports() {
    return reports;
  }
}
