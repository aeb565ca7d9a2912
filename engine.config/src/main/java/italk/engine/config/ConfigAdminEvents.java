package italk.engine.config;

import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Hears of every change in Config Admin, ours included: which are somebody else's is found by
 * comparing, as events may be late. Any thread.
 */
@Component(service = ConfigurationListener.class)
public final class ConfigAdminEvents implements ConfigurationListener {

  private final ConfigurationComponent owner;

  /** Listens. */
  @Activate
  public ConfigAdminEvents(@Reference ConfigurationComponent owner) {
    this.owner = owner;
  }

  @Override
  public void configurationEvent(ConfigurationEvent event) {
    if (event.getFactoryPid() == null && !OneStep.MARKER_PID.equals(event.getPid())) {
      owner.configAdminChanged();
    }
  }
}
