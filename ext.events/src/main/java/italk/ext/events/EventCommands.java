package italk.ext.events;

import italk.engine.api.Engine;
import italk.engine.api.Problem;
import italk.engine.api.event.CustomEvent;
import italk.ext.events.fact.Json;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The last events, and events of one's own. */
@Component(
    service = EventCommands.class,
    configurationPid = EventsManagement.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GogoCommand(
    scope = "italk",
    function = {"events", "emit"})
public final class EventCommands {

  private static final int SHOWN = 20;
  private static final int MAX_SHOWN = 1_000;

  private final Engine engine;
  private final RecentEvents recent;

  /** Needs the engine, and who remembers events. */
  @Activate
  public EventCommands(@Reference Engine engine, @Reference RecentEvents recent) {
    this.engine = engine;
    this.recent = recent;
  }

  /** The last events. */
  @Descriptor("lists the last 20 events, the newest last")
  public String events() {
    return events(SHOWN);
  }

  /** The last events, as many as wanted. */
  @Descriptor("lists the last events that are remembered, the newest last")
  public String events(@Descriptor("how many, 1 to 1000") int count) {
    if (count < 1 || count > MAX_SHOWN) {
      throw Problem.of(
              Problem.Code.INVALID,
              "How many events is 1 to " + MAX_SHOWN + ", found " + count + ".")
          .exception();
    }
    List<RecentEvents.Line> last = recent.last(count);
    if (last.isEmpty()) {
      return "No event is remembered.";
    }
    Table table = new Table("TIME", "EVENT", "CONVERSATION", "ABOUT");
    last.forEach(it -> table.row(Table.time(it.at()), it.type(), it.conversation(), it.about()));
    return table.toString();
  }

  /** Tells all listeners of an event. */
  @Descriptor("tells all listeners of an event without data")
  public String emit(@Descriptor("TYPE") String type) {
    return emit(CustomEvent.of(type, Map.of()));
  }

  /** Tells all listeners of an event with data. */
  @Descriptor("tells all listeners of an event; the data is a JSON object in single quotes")
  public String emit(@Descriptor("TYPE") String type, @Descriptor("JSON") String json) {
    return emit(CustomEvent.of(type, Json.object(json)));
  }

  private String emit(CustomEvent event) {
    engine.emit(event);
    return "emitted " + Table.line(event.type());
  }
}
