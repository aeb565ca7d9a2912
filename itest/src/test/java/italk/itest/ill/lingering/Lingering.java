package italk.itest.ill.lingering;

import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.itest.ill.Misdeed;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/** Does not come back from its activation, or from its deactivation, as long as it is not well. */
@Extension("lingering")
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Lingering implements MessageInterceptor {

  /** The system property that says where it stays: activate, or deactivate. */
  public static final String WHERE = "itest.ill.where";

  @Activate
  public Lingering() throws InterruptedException {
    linger("activate");
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    linger("deactivate");
  }

  private static void linger(String where) throws InterruptedException {
    if (where.equals(System.getProperty(WHERE))) {
      Misdeed.SLEEP_DEAF.commit();
    }
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    return Verdict.accept();
  }
}
