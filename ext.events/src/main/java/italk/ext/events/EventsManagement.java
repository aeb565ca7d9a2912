package italk.ext.events;

import italk.engine.api.event.Change;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.event.Failure;
import italk.engine.api.extension.Extension;
import italk.ext.events.fact.EventFacts;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is told of every event, and tells the parts of the extension. None of them makes it wait.
 *
 * <p>What keeps events is needed for the listener to be registered: until then events wait in the
 * engine. The bridge comes and goes with Event Admin.
 *
 * <p>Without a {@code Modified} method on purpose: where a part could not be activated because of
 * an option, the listener is registered anew when the option is corrected.
 */
@Extension(EventsManagement.NAME)
@Component(
    service = EngineListener.class,
    configurationPid = EventsManagement.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = EventsOptions.class)
public final class EventsManagement implements EngineListener {

  static final String NAME = "events_management";
  static final String PID = "italk.extension." + NAME;

  private static final Logger LOGGER = LoggerFactory.getLogger(EventsManagement.class);

  private final RecentEvents recent;
  private final Webhooks webhooks;

  // Bound and unbound by Declarative Services; null where there is none.
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile EventBridge bridge;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile HookMutes mutes;

  /** Needs the parts that keep events. */
  @Activate
  public EventsManagement(@Reference RecentEvents recent, @Reference Webhooks webhooks) {
    this.recent = recent;
    this.webhooks = webhooks;
  }

  // The parts have the options. Without this, each change of one would register the listener anew.
  @Modified
  void modified() {
    LOGGER.debug("The options have changed.");
  }

  private void tell(EngineEvent event) {
    EventFacts facts = EventFacts.of(event);
    recent.accept(facts);
    webhooks.accept(event, facts);
    EventBridge current = bridge;
    if (current != null) {
      current.accept(event, facts);
    }
  }

  @Override
  public void onConnect(EngineEvent.UserConnected event) {
    tell(event);
  }

  @Override
  public void onDisconnect(EngineEvent.UserDisconnected event) {
    tell(event);
  }

  @Override
  public void onMessage(EngineEvent.MessageSent event) {
    tell(event);
  }

  @Override
  public void onError(Failure event) {
    tell(event);
  }

  @Override
  public void onChange(Change event) {
    HookMutes current = mutes;
    if (current != null && event instanceof Change.ExtensionChanged) {
      current.muteWhatIsLeft();
    }
    tell(event);
  }

  @Override
  public void onCustom(CustomEvent event) {
    tell(event);
  }
}
