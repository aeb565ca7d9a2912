package italk.itest.ill.told;

import italk.engine.api.Engine;
import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.Extension;
import italk.itest.ill.Misdeed;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** A listener that does what a message asks for, as long as it is not well. */
@Extension("told")
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Told implements EngineListener {

  private final Engine engine;
  private final Map<String, String> sessions = new ConcurrentHashMap<>();

  @Activate
  public Told(@Reference Engine engine) {
    this.engine = engine;
  }

  @Override
  public void onConnect(EngineEvent.UserConnected event) {
    sessions.put(event.user().id(), event.sessionId());
  }

  @Override
  public void onMessage(EngineEvent.MessageSent event) throws Exception {
    String content = event.message().content();
    Optional<Misdeed> misdeed = Misdeed.askedOf("told", content);
    if (misdeed.filter(it -> it == Misdeed.SEND).isPresent()) {
      answer(event, content);
    } else if (misdeed.isPresent()) {
      misdeed.get().commit();
    }
  }

  private void answer(EngineEvent.MessageSent event, String content) {
    // Told of its own answer, it answers again.
    engine
        .session(sessions.get(event.message().senderId()))
        .orElseThrow()
        .send(event.message().conversation(), content)
        .toCompletableFuture()
        .join()
        .orThrow();
  }
}
