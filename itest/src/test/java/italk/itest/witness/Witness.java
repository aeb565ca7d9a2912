package italk.itest.witness;

import italk.engine.api.event.EngineEvent;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.Extension;
import java.util.function.LongConsumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Hands the id of every message that it is told of to somebody who outlives it. */
@Extension("witness")
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Witness implements EngineListener {

  private final LongConsumer told;

  @Activate
  public Witness(@Reference(target = "(itest=told)") LongConsumer told) {
    this.told = told;
  }

  @Override
  public void onMessage(EngineEvent.MessageSent event) {
    told.accept(event.message().id().value());
  }
}
