package italk.engine.config.placeholder;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The plugin that replaces, as it comes and goes. Safe for any thread.
 *
 * <p>A tracker and no reference of the component: the first look at the file, which its constructor
 * starts, must not be too early for it.
 */
public final class Interpolations implements Interpolation, AutoCloseable {

  private static final String FILTER =
      "(&(%s=%s)(config.plugin.id=%s))"
          .formatted(Constants.OBJECTCLASS, ConfigurationPlugin.class.getName(), BUNDLE);

  private final ServiceTracker<ConfigurationPlugin, PluginInterpolation> plugin;

  /**
   * Begins to look for it.
   *
   * @param home files in it are shown by the path from it
   */
  public Interpolations(BundleContext context, Path home) {
    this.plugin = new Tracker(context, home);
    plugin.open();
  }

  @Override
  public Interpolated interpolate(Template template) {
    PluginInterpolation there = plugin.getService();
    return there == null ? NONE.interpolate(template) : there.interpolate(template);
  }

  /** The state of a secret file now. */
  public SecretStamp stamp(String secret) {
    PluginInterpolation there = plugin.getService();
    return there == null ? new SecretStamp(secret, SecretStamp.MISSING) : there.stamp(secret);
  }

  @Override
  public void close() {
    plugin.close();
  }

  private static final class Tracker
      extends ServiceTracker<ConfigurationPlugin, PluginInterpolation> {

    private final UnaryOperator<String> properties = context::getProperty;
    private final Path home;

    Tracker(BundleContext context, Path home) {
      super(context, filter(), null);
      this.home = home;
    }

    @Override
    public PluginInterpolation addingService(ServiceReference<ConfigurationPlugin> reference) {
      ConfigurationPlugin service = context.getService(reference);
      if (service == null) {
        return null;
      }
      SecretFolder secrets = SecretFolder.of(reference.getProperty(BUNDLE + ".secretsdir"));
      return new PluginInterpolation(service, secrets, System::getenv, properties, home);
    }

    @Override
    public void removedService(
        ServiceReference<ConfigurationPlugin> reference, PluginInterpolation gone) {
      context.ungetService(reference);
    }

    private static Filter filter() {
      try {
        return FrameworkUtil.createFilter(FILTER);
      } catch (InvalidSyntaxException e) {
        throw new IllegalArgumentException(FILTER, e);
      }
    }
  }
}
