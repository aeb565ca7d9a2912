package italk.ext.welcome;

import italk.engine.api.Engine;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.Extension;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Greets a user: a notice to each session that is opened, and to nobody else.
 *
 * <p>It is a listener, not an interceptor, so a greeting that fails keeps nobody out.
 */
@Extension(Welcome.NAME)
@Component(
    service = EngineListener.class,
    configurationPid = "italk.extension." + Welcome.NAME,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = WelcomeOptions.class)
public final class Welcome implements EngineListener {

  static final String NAME = "welcome";

  private static final Logger LOGGER = LoggerFactory.getLogger(Welcome.class);

  private final Engine engine;

  // Written by the component's life cycle, read by the engine's listener thread.
  private volatile Greeting greeting;

  /** Greets as {@code options} say. */
  @Activate
  public Welcome(@Reference Engine engine, WelcomeOptions options) {
    this.engine = engine;
    this.greeting = parse(options);
  }

  @Modified
  void modified(WelcomeOptions options) {
    greeting = parse(options);
  }

  private static Greeting parse(WelcomeOptions options) {
    Greeting greeting = Greeting.parse(options.message());
    if (!greeting.unknown().isEmpty()) {
      LOGGER.warn(
          "welcome.message: {} is no placeholder and stays as it is; there are {username},"
              + " {user_id}, {online} and {metadata.KEY}.",
          String.join(", ", greeting.unknown()));
    }
    return greeting;
  }

  @Override
  public void onConnect(EngineEvent.UserConnected event) {
    // A session that was closed in the meantime has nobody left to read it.
    engine
        .session(event.sessionId())
        .ifPresent(
            session -> {
              String text = greeting.render(event.user(), () -> engine.users().online().size());
              if (!text.isBlank()) {
                session.notice(NAME, text);
              }
            });
  }
}
