package italk.ext.messages;

import static italk.ext.messages.MessageRights.check;
import static italk.ext.messages.MessageRights.notAllowed;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.EngineException;
import italk.engine.api.Message;
import italk.engine.api.MessageId;
import italk.engine.api.MessageSearch;
import italk.engine.api.Problem;
import italk.engine.api.SendResult;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.FilterTrial;
import italk.engine.api.moderation.MessageModeration;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.Permissions;
import italk.engine.api.moderation.Pin;
import italk.engine.api.moderation.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people do to stored messages, if they may. What is moderation is recorded first and then
 * done, so that nothing is done unrecorded; an edit is recorded once it has passed the
 * interceptors, as one that is refused is none.
 */
@Component(service = MessageModeration.class)
public final class MessageChanges implements MessageModeration {

  /** Far above what the gate and the interceptors may take together. */
  private static final long MAX_WAIT_SECONDS = 300;

  private static final Logger LOGGER = LoggerFactory.getLogger(MessageChanges.class);

  private final Engine engine;
  private final MessagesManagement management;
  private final Recording recording;
  private final MessageRights rights;
  private final InstantSource clock;

  // Set and taken away by Declarative Services while this runs, read by any thread.
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile Permissions permissions;

  /** Needs the extension's settings, and what it keeps. */
  @Activate
  public MessageChanges(
      @Reference Engine engine,
      @Reference MessagesManagement management,
      @Reference ModerationRecords records) {
    this(engine, management, records, InstantSource.system());
  }

  MessageChanges(
      Engine engine,
      MessagesManagement management,
      ModerationRecords records,
      InstantSource clock) {
    this.engine = engine;
    this.management = management;
    this.recording = new Recording(records);
    this.rights = new MessageRights(engine, () -> Optional.ofNullable(permissions));
    this.clock = clock;
  }

  /** Where there is no Declarative Services to do it. */
  void setPermissions(Permissions newPermissions) {
    permissions = newPermissions;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public Message edit(MessageId id, String content, Actor by, String reason) {
    Message before = rights.visible(id, by);
    checkMayChange(before, by, management.settings().editWindow(), "edit");
    if (before.isRetracted()) {
      throw invalid("Message " + id + " was retracted: there is nothing left to edit.");
    }
    Message after = await(engine.messages().edit(id, content, by)).orThrow();
    if (!by.isUser(before.senderId())) {
      try {
        recording.about(before, by, "edit", OneLine.of(reason));
      } catch (EngineException notRecorded) {
        LOGGER.error(
            "Message {} was edited by {}, but that could not be recorded: {}",
            id,
            by,
            notRecorded.getMessage());
      }
    }
    return after;
  }

  private static SendResult await(CompletionStage<SendResult> result) {
    try {
      return result.toCompletableFuture().get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unknown("the wait for the answer was interrupted");
    } catch (TimeoutException late) {
      throw unknown("the engine has not answered within " + MAX_WAIT_SECONDS + " s");
    } catch (ExecutionException broken) {
      throw new IllegalStateException("The engine broke its promise to answer", broken);
    }
  }

  private static EngineException unknown(String why) {
    return Problem.unavailable(
            "It is not known whether the message was edited: " + why + ". See its history.",
            Duration.ofSeconds(10))
        .exception();
  }

  @Override
  public Message retract(MessageId id, Actor by, String reason) {
    Message before = rights.visible(id, by);
    checkMayChange(before, by, management.settings().retractWindow(), "retract");
    if (before.isRetracted()) {
      return before;
    }
    String line = OneLine.of(reason);
    if (!by.isUser(before.senderId())) {
      recording.about(before, by, "retract", line);
    }
    return engine.messages().retract(id, by, line);
  }

  private void checkMayChange(Message message, Actor by, Duration window, String verb) {
    if (rights.moderates(by, message.conversation())) {
      return;
    }
    check(by.isUser(message.senderId()), by, verb + " a message of somebody else");
    if (window.isZero()) {
      throw notAllowed("Authors may not " + verb + " their messages here.");
    }
    Instant end = message.timestamp().plus(window);
    if (clock.instant().isAfter(end)) {
      throw notAllowed(by + " could " + verb + " message " + message.id() + " until " + end + ".");
    }
  }

  @Override
  public List<Message> search(MessageSearch search, Actor by) {
    if (rights.moderatesEverywhere(by)) {
      return engine.messages().search(search);
    }
    check(
        search.participantId().filter(id -> !id.equals(by.id())).isEmpty(),
        by,
        "search the conversations of somebody else");
    return engine.messages().search(search.visibleTo(by.id()));
  }

  @Override
  public Pin pin(MessageId id, Actor by) {
    Message message = rights.visible(id, by);
    check(rights.pins(by, message.conversation()), by, "pin messages in " + place(message));
    if (message.isRetracted()) {
      throw invalid("Message " + id + " was retracted: there is nothing left to pin.");
    }
    return management
        .pins()
        .add(
            new Pin(id, message.conversation(), by, now()),
            management.settings().maxPins(),
            () -> recording.about(message, by, "pin", ""));
  }

  @Override
  public boolean unpin(MessageId id, Actor by) {
    Message message = rights.visible(id, by);
    check(rights.pins(by, message.conversation()), by, "unpin messages in " + place(message));
    return management
        .pins()
        .remove(message.conversation(), id, () -> recording.about(message, by, "unpin", ""));
  }

  private static String place(Message message) {
    return "the conversation " + message.conversation();
  }

  @Override
  public List<Pin> pins(Conversation conversation, Actor by) {
    check(rights.sees(by, conversation), by, "see the conversation " + conversation);
    return management.pins().of(conversation);
  }

  @Override
  public Report report(MessageId id, Actor by, String reason) {
    Message message = rights.visible(id, by);
    if (message.isRetracted()) {
      throw invalid("Message " + id + " was retracted: there is nothing left to report.");
    }
    return management
        .reports()
        .add(
            message,
            by,
            OneLine.of(reason),
            now(),
            management.settings().reports(),
            report -> recording.about(report, by, "report", report.reason()));
  }

  @Override
  public List<Report> reports(Report.State state, long after, int limit, Actor by) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw invalid("A page has 1 to " + MAX_PAGE + " reports, asked for " + limit + ".");
    }
    return management.reports().list(state, after).stream()
        .filter(report -> rights.moderates(by, report.conversation()))
        .limit(limit)
        .toList();
  }

  @Override
  public Report resolve(long number, Actor by, String resolution) {
    String line = OneLine.of(resolution);
    if (line.isEmpty()) {
      throw invalid("A resolution says what was decided, found none.");
    }
    // Who may not handle it is not told that it is there.
    Report open =
        management
            .reports()
            .find(number)
            .filter(report -> rights.moderates(by, report.conversation()))
            .orElseThrow(
                () -> invalid("There is no report " + number + " that " + by + " may handle."));
    return management
        .reports()
        .resolve(
            open.number(),
            new Report.Resolution(by, line, now()),
            handled -> recording.about(handled, by, "resolve_report", line));
  }

  @Override
  public FilterTrial tryFilters(String content) {
    try {
      return management.settings().tryFilters(content);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("Trying the filters was interrupted.", Duration.ofSeconds(1))
          .exception();
    }
  }

  private static EngineException invalid(String why) {
    return Problem.of(Problem.Code.INVALID, why).exception();
  }
}
