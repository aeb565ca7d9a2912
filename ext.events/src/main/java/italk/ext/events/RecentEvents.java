package italk.ext.events;

import italk.engine.api.Conversation;
import italk.ext.events.fact.EventFacts;
import italk.ext.events.fact.Json;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;

/** The last events, without what messages say. Safe for any thread: guarded by its own lock. */
@Component(
    service = RecentEvents.class,
    configurationPid = EventsManagement.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class RecentEvents {

  private static final int MAX_ABOUT = 200;

  /**
   * What is remembered of an event.
   *
   * @param at when it happened
   * @param type what happened
   * @param conversation where; {@code -} where it belongs to no conversation
   * @param about whom or what it is about, shortened: an event may hold much
   */
  record Line(Instant at, String type, String conversation, String about) {
    private static Line of(EventFacts facts) {
      String about = facts.about().isEmpty() ? Json.text(facts.data()) : facts.about();
      return new Line(
          facts.at(),
          facts.type(),
          facts.conversation().map(Conversation::key).orElse("-"),
          about.length() > MAX_ABOUT ? about.substring(0, MAX_ABOUT) : about);
    }
  }

  private final Deque<Line> events = new ArrayDeque<>();
  private int capacity;

  /** Has seen nothing. */
  @Activate
  public RecentEvents(EventsOptions options) {
    this.capacity = options.recent__events();
  }

  @Modified
  synchronized void modified(EventsOptions options) {
    capacity = options.recent__events();
    shorten();
  }

  void accept(EventFacts facts) {
    Line line = Line.of(facts);
    synchronized (this) {
      events.add(line);
      shorten();
    }
  }

  private void shorten() {
    while (events.size() > capacity) {
      events.remove();
    }
  }

  /** The last events, at most so many, the oldest first. */
  synchronized List<Line> last(int count) {
    List<Line> all = new ArrayList<>(events);
    return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
  }
}
