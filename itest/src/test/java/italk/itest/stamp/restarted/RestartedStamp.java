package italk.itest.stamp.restarted;

import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.itest.stamp.Stamp;
import italk.itest.stamp.StampOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Stamps each message; each change of its options makes a new instance. */
@Extension(RestartedStamp.NAME)
@Component(
    configurationPid = "italk.extension." + RestartedStamp.NAME,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = StampOptions.class)
public final class RestartedStamp implements MessageInterceptor {

  static final String NAME = "restarted_stamp";

  private static final AtomicInteger INSTANCES = new AtomicInteger();

  private final Stamp stamp;

  /** Stamps as the options say. */
  @Activate
  public RestartedStamp(StampOptions options) {
    stamp = new Stamp(NAME, options.token(), INSTANCES.incrementAndGet(), 0);
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    return Verdict.replace(stamp.on(draft.content()));
  }
}
