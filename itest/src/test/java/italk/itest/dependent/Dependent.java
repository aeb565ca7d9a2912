package italk.itest.dependent;

import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.itest.library.Library;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Marks every message with the version of the library that it is wired to. */
@Extension("dependent")
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Dependent implements MessageInterceptor {

  @Activate
  public Dependent() {
    Library.open();
  }

  @Override
  public Verdict intercept(MessageDraft draft) {
    return Verdict.replace(draft.content() + Library.mark());
  }
}
