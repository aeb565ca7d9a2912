package italk.engine.impl.hook;

import italk.engine.api.operation.Trial;
import italk.engine.api.operation.Trials;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Begins trials. Which are under way is a fact of the {@link ExtensionRegistry}. */
@Component
public final class ExtensionTrials implements Trials {

  private final BundleContext context;
  private final ExtensionRegistry registry;

  @Activate
  public ExtensionTrials(BundleContext context, @Reference ExtensionRegistry registry) {
    this.context = context;
    this.registry = registry;
  }

  @Override
  public Trial begin(String extension) {
    if (!registry.hooks().changeAndSay(facts -> facts.beginTrial(extension))) {
      throw new IllegalStateException("A trial of " + extension + " is under way already.");
    }
    return new RunningTrial(context, registry, extension);
  }
}
