package italk.ext.messages.kept;

import italk.engine.api.EngineException;
import italk.engine.api.Message;
import italk.engine.api.Problem;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of reports: the open ones, bounded by who adds, and the newest {@value #MAX_HANDLED}
 * that are handled. One entry of the storage for each.
 */
public final class Reports {

  /** How many handled reports are kept. */
  static final int MAX_HANDLED = 500;

  private static final String PREFIX = "report:";
  private static final Duration RETRY = Duration.ofMinutes(10);
  private static final Logger LOGGER = LoggerFactory.getLogger(Reports.class);

  private final ExtensionStorage storage;
  private final OneAtATime turns;

  // By number. Written by the thread of turns alone, after the storage was; read by any.
  private final NavigableMap<Long, Report> reports = new ConcurrentSkipListMap<>();

  // The thread of turns alone.
  private long last;

  /**
   * Goes on with what is stored.
   *
   * @param stored everything in {@code storage}
   */
  public Reports(ExtensionStorage storage, Map<String, String> stored, OneAtATime turns) {
    this.storage = storage;
    this.turns = turns;
    stored.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            load(key, value);
          }
        });
  }

  private void load(String key, String value) {
    try {
      long number = Long.parseLong(key.substring(PREFIX.length()));
      last = Math.max(last, number);
      reports.put(number, KeptText.report(number, value));
    } catch (IllegalArgumentException unreadable) {
      LOGGER.warn(
          "The report under \"{}\" can't be read and is left out: {}",
          key,
          unreadable.getMessage());
    }
  }

  /** Those in this state whose number is greater, oldest first. */
  public List<Report> list(Report.State state, long after) {
    return reports.tailMap(after, false).values().stream()
        .filter(report -> report.state() == state)
        .toList();
  }

  /** The report with this number; empty where there is none. */
  public Optional<Report> find(long number) {
    return Optional.ofNullable(reports.get(number));
  }

  /**
   * How many reports may be open.
   *
   * @param all of all actors
   * @param perUser of one user
   */
  public record Bounds(int all, int perUser) {}

  /**
   * Adds a report. Where the actor has reported the message and that report is open, it is the
   * result.
   *
   * @param first is given the report before it is stored, if it comes to that
   */
  public Report add(
      Message message, Actor by, String reason, Instant at, Bounds bounds, Consumer<Report> first) {
    return turns.call(
        () -> {
          List<Report> open = list(Report.State.OPEN, 0);
          Optional<Report> there =
              open.stream()
                  .filter(each -> each.by().equals(by) && each.message().equals(message.id()))
                  .findFirst();
          if (there.isPresent()) {
            return there.get();
          }
          checkRoom(open, by, bounds);
          Report report =
              new Report(
                  last + 1,
                  message.id(),
                  message.conversation(),
                  message.senderId(),
                  by,
                  reason,
                  at,
                  Optional.empty());
          first.accept(report);
          storage.put(PREFIX + report.number(), KeptText.of(report));
          last = report.number();
          reports.put(report.number(), report);
          return report;
        });
  }

  private static void checkRoom(List<Report> open, Actor by, Bounds bounds) {
    if (open.size() >= bounds.all()) {
      throw Problem.unavailable(
              "There are "
                  + open.size()
                  + " open reports, and no more are taken until a moderator has handled some.",
              RETRY)
          .exception();
    }
    long own = open.stream().filter(each -> each.by().equals(by)).count();
    if (by.kind() == Actor.Kind.USER && own >= bounds.perUser()) {
      throw Problem.of(
              Problem.Code.NOT_ALLOWED,
              own + " reports by " + by + " are open: one has to be handled before the next.")
          .exception();
    }
  }

  /**
   * Says what came of a report.
   *
   * @param first is given the handled report before it is stored, if it comes to that
   */
  public Report resolve(long number, Report.Resolution resolution, Consumer<Report> first) {
    return turns.call(
        () -> {
          Report open = reports.get(number);
          if (open == null || open.state() != Report.State.OPEN) {
            throw Problem.of(
                    Problem.Code.INVALID,
                    open == null
                        ? "There is no report " + number + "."
                        : "Report " + number + " is handled already.")
                .exception();
          }
          Report handled = open.resolved(resolution);
          first.accept(handled);
          storage.put(PREFIX + number, KeptText.of(handled));
          reports.put(number, handled);
          forgetOldest();
          return handled;
        });
  }

  // The one with the highest number stays, so that none is given twice.
  private void forgetOldest() {
    List<Report> handled = list(Report.State.HANDLED, 0);
    for (Report oldest : handled.subList(0, Math.max(0, handled.size() - MAX_HANDLED))) {
      try {
        storage.remove(PREFIX + oldest.number());
        reports.remove(oldest.number());
      } catch (EngineException later) {
        LOGGER.warn(
            "The handled report {} is kept a while longer, it can't be removed: {}",
            oldest.number(),
            later.getMessage());
        return;
      }
    }
  }
}
