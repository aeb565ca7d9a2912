package italk.itest.stamp.modified;

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
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** Stamps each message; a change of its options reaches the instance that runs. */
@Extension(ModifiedStamp.NAME)
@Component(
    configurationPid = "italk.extension." + ModifiedStamp.NAME,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = StampOptions.class)
public final class ModifiedStamp implements MessageInterceptor {

  static final String NAME = "modified_stamp";

  private static final AtomicInteger INSTANCES = new AtomicInteger();

  // Written by the component's life cycle, read by the engine's threads.
  private volatile Stamp stamp;

  /** Stamps as the options say. */
  @Activate
  public ModifiedStamp(StampOptions options) {
    stamp = new Stamp(NAME, options.token(), INSTANCES.incrementAndGet(), 0);
  }

  @Modified
  void modified(StampOptions options) {
    stamp = new Stamp(NAME, options.token(), stamp.instance(), stamp.changes() + 1);
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    return Verdict.replace(stamp.on(draft.content()));
  }
}
