package italk.ext.events;

import italk.ext.events.fact.EventFacts;
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

  private final Deque<EventFacts> events = new ArrayDeque<>();
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

  synchronized void accept(EventFacts facts) {
    events.add(facts);
    shorten();
  }

  private void shorten() {
    while (events.size() > capacity) {
      events.remove();
    }
  }

  /** The last events, at most so many, the oldest first. */
  synchronized List<EventFacts> last(int count) {
    List<EventFacts> all = new ArrayList<>(events);
    return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
  }
}
