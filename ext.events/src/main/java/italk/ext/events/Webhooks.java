package italk.ext.events;

import italk.engine.api.Engine;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.extension.ExtensionStorage;
import italk.ext.events.fact.EventFacts;
import italk.ext.events.webhook.Dispatch;
import italk.ext.events.webhook.WebhookDesk;
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

  /** Goes on where it was. */
  @Activate
  public Webhooks(
      @Reference Engine engine, @Reference ExtensionStorage storage, EventsOptions options) {
    // Read before anything is started: an exception must leave no thread behind.
    Dispatch.Plan plan = WebhookSettings.of(options);
    dispatch = new Dispatch(storage, engine.messages());
    dispatch.configure(plan);
  }

  @Modified
  void modified(EventsOptions options) {
    try {
      dispatch.configure(WebhookSettings.of(options));
    } catch (IllegalArgumentException wrong) {
      // Thrown on, it would end the component, and with it what works.
      LOGGER.error("{} The previous webhooks stay in force.", wrong.getMessage());
    }
  }

  @Deactivate
  void deactivate() {
    dispatch.close();
  }

  void accept(EngineEvent event, EventFacts facts) {
    dispatch.accept(event, facts);
  }

  WebhookDesk desk() {
    return dispatch.desk();
  }
}
