package italk.itest.ill.asked;

import italk.engine.api.Conversation;
import italk.engine.api.Engine;
import italk.engine.api.Session;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.itest.ill.Misdeed;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** An interceptor that does what a message asks for, as long as it is not well. */
@Extension("asked")
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Asked implements MessageInterceptor {

  private final Engine engine;

  @Activate
  public Asked(@Reference Engine engine) {
    this.engine = engine;
  }

  @Override
  public Verdict intercept(MessageDraft draft) throws Exception {
    Optional<Misdeed> misdeed = Misdeed.askedOf("asked", draft.content());
    if (misdeed.isPresent()) {
      switch (misdeed.get()) {
        case NULL -> {
          return null;
        }
        case SEND -> send(draft);
        default -> misdeed.get().commit();
      }
    }
    return Verdict.accept();
  }

  private void send(MessageDraft draft) {
    Session session = engine.session(draft.sessionId()).orElseThrow();
    Conversation notes = Conversation.direct(session.userId(), session.userId());
    session.send(notes, draft.content()).toCompletableFuture().join().orThrow();
  }
}
