package italk.ext.advancedlogging;

import italk.engine.api.event.Change;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.event.Failure;
import italk.engine.api.extension.Extension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
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
 * Logs what happens, and has Pax Logging write it to a rotating file, together with whatever else
 * is logged below {@code italk}; and what is done to keep order to a file of its own.
 *
 * <p>Pax Logging's configuration has another owner, who may overwrite it at any time without
 * knowing our keys; so this listens and puts them back. Where that goes on and on, it gives up
 * rather than quarrel.
 *
 * <p>A failure to write the file ends inside Log4j, which reports it on its own channel. Nothing
 * here turns it into an event, so logging can't feed itself.
 */
@Extension(AdvancedLogging.NAME)
@Component(
    // Not delayed until the engine asks for the listener: the engine's own lines come before that.
    immediate = true,
    service = {EngineListener.class, ConfigurationListener.class},
    configurationPid = "italk.extension." + AdvancedLogging.NAME,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AdvancedLoggingOptions.class)
public final class AdvancedLogging implements EngineListener, ConfigurationListener {

  static final String NAME = "advanced_logging";

  private static final Logger LOGGER = LoggerFactory.getLogger(AdvancedLogging.class);
  private static final Logger CONNECT = LoggerFactory.getLogger(ChatLines.LOGGERS + ".connect");
  private static final Logger MESSAGE = LoggerFactory.getLogger(ChatLines.LOGGERS + ".message");
  private static final Logger CHANGE = LoggerFactory.getLogger(ChatLines.LOGGERS + ".change");
  private static final Logger AUDIT = LoggerFactory.getLogger(ChatLines.AUDIT_LOGGER);
  private static final Logger ERROR = LoggerFactory.getLogger(ChatLines.LOGGERS + ".error");

  private final Path folder;
  private final PaxLoggingKeys keys;
  private final Patience patience;

  // Written by the component's life cycle, read by the engine's listener thread.
  private volatile Content content;

  /** Writes as {@code options} say. */
  @Activate
  public AdvancedLogging(
      @Reference ConfigurationAdmin configurations,
      BundleContext context,
      AdvancedLoggingOptions options)
      throws IOException {
    this(configurations, context::getProperty, new Patience(System::nanoTime), options);
    HandedOn.await(context);
  }

  AdvancedLogging(
      ConfigurationAdmin configurations,
      Function<String, String> frameworkProperty,
      Patience patience,
      AdvancedLoggingOptions options)
      throws IOException {
    this.folder = folder(frameworkProperty);
    this.keys = new PaxLoggingKeys(configurations);
    this.patience = patience;
    apply(options);
  }

  private void apply(AdvancedLoggingOptions options) throws IOException {
    Content newContent = Content.of(options.content());
    LogFile log = LogFile.of(options, folder);
    keys.set(AppenderKeys.of(log, LogFile.audit(options, folder, log)));
    content = newContent;
  }

  private static Path folder(Function<String, String> frameworkProperty) {
    for (String property : new String[] {"italk.log", "italk.home"}) {
      String value = frameworkProperty.apply(property);
      if (value != null && !value.isBlank()) {
        return Path.of(value);
      }
    }
    return Path.of("");
  }

  @Modified
  void modified(AdvancedLoggingOptions options) {
    try {
      apply(options);
      patience.renew();
    } catch (IllegalArgumentException | IOException notPossible) {
      // Thrown on, it would end the component, and with it the log.
      LOGGER.error("{} The log goes on as before.", notPossible.getMessage());
    }
  }

  @Deactivate
  void deactivate() {
    try {
      keys.set(Map.of());
    } catch (IOException notWritten) {
      LOGGER.error(
          "The file of advanced_logging can't be taken out of {}, it is written on: {}",
          PaxLoggingKeys.PID,
          notWritten.getMessage());
    }
  }

  @Override
  public void configurationEvent(ConfigurationEvent event) {
    boolean changed =
        event.getType() == ConfigurationEvent.CM_UPDATED
            || event.getType() == ConfigurationEvent.CM_DELETED;
    if (changed && PaxLoggingKeys.PID.equals(event.getPid()) && patience.lasts()) {
      putBack();
    }
  }

  private void putBack() {
    try {
      if (keys.restore() && !patience.spend()) {
        LOGGER.error(
            "Somebody takes the keys of advanced_logging out of {} again and again. They are not"
                + " put back for a while; find out who writes that configuration.",
            PaxLoggingKeys.PID);
      }
    } catch (IOException notWritten) {
      LOGGER.error(
          "The keys of advanced_logging can't be put back into {}: {}",
          PaxLoggingKeys.PID,
          notWritten.getMessage());
    }
  }

  @Override
  public void onConnect(EngineEvent.UserConnected event) {
    ChatFields.info(CONNECT, ChatLines.connected(event), event.user().id());
  }

  @Override
  public void onDisconnect(EngineEvent.UserDisconnected event) {
    ChatFields.info(CONNECT, ChatLines.disconnected(event), event.user().id());
  }

  @Override
  public void onMessage(EngineEvent.MessageSent event) {
    ChatFields.info(MESSAGE, ChatLines.message(event, content), event.message());
  }

  @Override
  public void onError(Failure event) {
    ERROR.warn(ChatLines.failure(event));
  }

  @Override
  public void onChange(Change event) {
    if (event instanceof Change.Moderated) {
      AUDIT.info(ChatLines.change(event));
    } else {
      CHANGE.info(ChatLines.change(event));
    }
  }

  @Override
  public void onCustom(CustomEvent event) {
    CHANGE.debug(ChatLines.custom(event));
  }
}
