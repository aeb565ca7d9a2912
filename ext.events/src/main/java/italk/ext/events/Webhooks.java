package italk.ext.events;

import italk.engine.api.Engine;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.extension.ExtensionStorage;
import italk.ext.events.fact.EventFacts;
import italk.ext.events.webhook.Dispatch;
import italk.ext.events.webhook.WebhookDesk;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The webhooks as long as the extension is enabled. */
@Component(
    service = Webhooks.class,
    configurationPid = EventsManagement.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Webhooks {

  private static final Logger LOGGER = LoggerFactory.getLogger(Webhooks.class);

  private final Dispatch dispatch;

  // Why the options are not in force. Written by the component's life cycle, read by operators.
  private volatile Optional<String> problem = Optional.empty();

  /** Goes on where it was. */
  @Activate
  public Webhooks(
      @Reference Engine engine, @Reference ExtensionStorage storage, EventsOptions options) {
    dispatch = new Dispatch(storage, engine.messages());
    configure(options);
  }

  @Modified
  void modified(EventsOptions options) {
    configure(options);
  }

  // Thrown on, it would end the component, and with it what works.
  private void configure(EventsOptions options) {
    try {
      Dispatch.Plan plan = WebhookSettings.of(options);
      problem = Optional.empty();
      dispatch.configure(plan);
    } catch (IllegalArgumentException wrong) {
      problem = Optional.of(wrong.getMessage());
      LOGGER.error("{} The webhooks stay as they were.", wrong.getMessage());
    }
  }

  @Deactivate
  void deactivate() {
    dispatch.close();
  }

  void accept(EngineEvent event, EventFacts facts) {
    dispatch.accept(event, facts);
  }

  /** Why the options are not in force; empty where they are. */
  Optional<String> problem() {
    return problem;
  }

  WebhookDesk desk() {
    return dispatch.desk();
  }
}
