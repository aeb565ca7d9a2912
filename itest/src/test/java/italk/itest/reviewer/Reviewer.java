package italk.itest.reviewer;

import italk.engine.api.extension.Extension;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Rejects edits that make it worse, and marks those that it has seen. */
@Extension("reviewer")
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Reviewer implements MessageInterceptor {

  @Override
  public Verdict intercept(MessageDraft draft) {
    if (draft.edits().isEmpty()) {
      return Verdict.accept();
    } else if (draft.content().contains("worse")) {
      return Verdict.reject("It was better before.");
    }
    return Verdict.replace(draft.content() + " (reviewed)");
  }
}
