package italk.ext.welcome;

import italk.engine.api.Engine;
import italk.engine.api.User;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.ExtensionStorage;
import italk.ext.welcome.Greeting.Arrival;
import java.time.Instant;
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
 * Greets a user: a notice to each session that is opened, and, where a group is named, a message to
 * that group when the user comes online.
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

  private static final String VISITED = "visited:";

  private static final Logger LOGGER = LoggerFactory.getLogger(Welcome.class);

  private final Engine engine;
  private final ExtensionStorage storage;

  // Written by the component's life cycle, read by the engine's listener thread.
  private volatile Greetings greetings;
  private volatile GroupVoice voice;

  /** Greets as {@code options} say. */
  @Activate
  public Welcome(
      @Reference Engine engine, @Reference ExtensionStorage storage, WelcomeOptions options) {
    this.engine = engine;
    this.storage = storage;
    this.greetings = read(options);
    this.voice = new GroupVoice(engine, greetings.sender());
  }

  @Modified
  void modified(WelcomeOptions options) {
    GroupVoice before = voice;
    greetings = read(options);
    if (!before.isOf(greetings.sender()) || greetings.group().isEmpty()) {
      voice = new GroupVoice(engine, greetings.sender());
      before.close();
    }
  }

  @Deactivate
  void deactivate() {
    voice.close();
  }

  private static Greetings read(WelcomeOptions options) {
    Greetings greetings = Greetings.of(options);
    greetings.mistakes().forEach(mistake -> LOGGER.warn("welcome.{}", mistake));
    return greetings;
  }

  @Override
  public void onConnect(EngineEvent.UserConnected event) {
    Greetings now = greetings;
    User user = event.user();
    if (voice.isOf(user.id())) {
      return;
    }
    String visited = VISITED + user.id();
    boolean isFirstVisit = storage.get(visited).isEmpty();
    greetSession(now, event, isFirstVisit);
    if (event.cameOnline() && !now.group().isEmpty()) {
      String text = now.groupText().of(user, now.languageKey()).render(arrival(user, now.group()));
      if (!text.isBlank()) {
        voice.say(now.group(), text);
      }
    }
    if (isFirstVisit) {
      storage.put(visited, Instant.now().toString());
    }
  }

  private void greetSession(Greetings now, EngineEvent.UserConnected event, boolean isFirstVisit) {
    // A session that was closed in the meantime has nobody left to read it.
    engine
        .session(event.sessionId())
        .ifPresent(
            session -> {
              User user = event.user();
              String text = now.forSession(user, isFirstVisit).render(arrival(user, ""));
              if (!text.isBlank()) {
                session.notice(NAME, text);
              }
            });
  }

  private Arrival arrival(User user, String group) {
    return new Arrival(user, group, () -> engine.users().online().size());
  }
}
