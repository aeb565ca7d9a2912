package italk.engine.deploy;

import italk.engine.api.event.Change;
import italk.engine.api.event.EngineListener;
import italk.engine.api.extension.ExtensionStatus.State;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Hears of extensions that fall into quarantine, and only passes it on. Stateless. */
@Component
public final class QuarantineWatch implements EngineListener {

  private final ExtensionOperations operations;

  @Activate
  public QuarantineWatch(@Reference ExtensionOperations operations) {
    this.operations = operations;
  }

  @Override
  public void onChange(Change change) {
    if (change instanceof Change.ExtensionChanged it
        && it.extension().state() == State.QUARANTINED) {
      operations.quarantined(it.extension().name());
    }
  }
}
