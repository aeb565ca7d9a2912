package italk.engine.deploy.plan;

import italk.engine.api.operation.OptionChange;
import italk.engine.api.operation.OptionCheck;
import italk.engine.api.operation.Plan;
import italk.engine.api.operation.Plan.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes plans: looks at a jar and at the framework, and changes neither. Safe for any thread; what
 * it says is true as long as nobody changes the framework, so an operation makes its plan while it
 * has the framework for itself.
 */
public final class Plans {

  private static final Logger LOG = LoggerFactory.getLogger(Plans.class);

  private final FrameworkWiring wiring;
  private final InstalledBundles installed;
  private final Providers providers;
  private final ExtensionName extensionName;
  private final Check check;
  private final BiPredicate<String, Path> isRunning;
  private final Supplier<Optional<OptionCheck>> optionCheck;

  /** Says whether a file is a whole jar, a bundle, and trusted. */
  @FunctionalInterface
  public interface Check {

    /**
     * Returns where nothing speaks against the jar.
     *
     * @throws Exception whose message is the reason, in words for an operator
     */
    void check(Path jar) throws Exception;
  }

  /**
   * For the framework of {@code context}.
   *
   * @param context that sees all bundles: the system bundle's
   * @param check asked first; where it refuses, only name and versions are read
   * @param isRunning true where the bundle with this symbolic name runs from these very bytes
   * @param isEnabled true where the extension with this name is enabled
   * @param optionCheck asked at each plan; empty where nobody checks options now
   */
  public Plans(
      BundleContext context,
      Check check,
      BiPredicate<String, Path> isRunning,
      Predicate<String> isEnabled,
      Supplier<Optional<OptionCheck>> optionCheck) {
    this.wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    this.installed = new InstalledBundles(context);
    this.providers = new Providers(context);
    this.extensionName = new ExtensionName(installed, isEnabled);
    this.check = check;
    this.isRunning = isRunning;
    this.optionCheck = optionCheck;
  }

  /**
   * What putting this jar in would do.
   *
   * @param jar that nobody else writes to meanwhile
   * @return the plan, whatever is in the file; never an exception because of that
   */
  public Plan of(Path jar) {
    PlanDraft draft = new PlanDraft(jar);
    Optional<String> refusal = refusal(jar);
    refusal.ifPresent(draft::obstacle);
    try {
      JarManifest manifest = JarManifest.read(jar);
      Optional<Bundle> before = installed.extension(manifest.symbolicName());
      draft.about(manifest, before);
      if (refusal.isEmpty()) {
        look(jar, manifest, before, draft);
      }
    } catch (ObstacleException known) {
      if (refusal.isEmpty()) {
        draft.obstacle(known.getMessage());
      }
    } catch (RuntimeException | StackOverflowError unforeseen) {
      LOG.warn("The plan of {} could not be made.", jar, unforeseen);
      draft.obstacle("the plan could not be made, see the log: " + unforeseen);
    }
    return draft.plan();
  }

  private Optional<String> refusal(Path jar) {
    try {
      check.check(jar);
      return Optional.empty();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.of("it could not be checked: interrupted");
    } catch (Exception refused) {
      String reason = refused.getMessage();
      return Optional.of(reason == null ? "it could not be checked: " + refused : reason);
    }
  }

  private void look(Path jar, JarManifest manifest, Optional<Bundle> before, PlanDraft draft) {
    Optional<String> hopeless = hopeless(manifest);
    if (hopeless.isPresent()) {
      draft.obstacle(hopeless.get());
      return;
    }
    if (before.isPresent() && isRunning.test(manifest.symbolicName(), jar)) {
      draft.remark("is what runs already: nothing would happen");
      return;
    }
    before.ifPresent(bundle -> compareVersions(bundle, manifest, draft));
    extensionName.judge(manifest, before, draft);
    Predicate<Bundle> leaving =
        bundle ->
            manifest.symbolicName().equals(bundle.getSymbolicName())
                && InstalledBundles.isExtension(bundle);
    providers
        .missing(manifest.requirements(), manifest.capabilities(), leaving)
        .forEach(missing -> draft.obstacle(missing.inWords()));
    List<Bundle> dependents =
        before
            .map(bundle -> new Dependents(bundle, leaving, wiring, providers))
            .map(found -> found.judge(manifest, draft))
            .orElse(List.of());
    addSteps(manifest, before, dependents, draft);
    manifest.extensions().stream()
        .findFirst()
        .ifPresent(extension -> compareOptions(extension, jar, draft));
  }

  private Optional<String> hopeless(JarManifest manifest) {
    if (manifest.host().isPresent()) {
      return Optional.of(
          "is a fragment of "
              + manifest.host().get()
              + ", and attaching it would restart that bundle: make it a bundle of its own");
    }
    return installed
        .core(manifest.symbolicName())
        .map(
            bundle ->
                "has the Bundle-SymbolicName of "
                    + InstalledBundles.inWords(bundle)
                    + ", which did not come as an extension: what is part of the engine is not"
                    + " replaced while it runs");
  }

  private static void compareVersions(Bundle before, JarManifest manifest, PlanDraft draft) {
    Version old = before.getVersion();
    int order = manifest.version().compareTo(old);
    if (order < 0) {
      draft.remark("goes back from " + old + " to " + manifest.version());
    } else if (order == 0) {
      draft.remark("has the version that is installed, " + old + ", with another content");
    }
  }

  private static void addSteps(
      JarManifest manifest, Optional<Bundle> before, List<Bundle> dependents, PlanDraft draft) {
    draft.step(Action.INSTALL, manifest.inWords());
    List<Bundle> started = dependents.stream().filter(InstalledBundles::isStarted).toList();
    started.forEach(bundle -> draft.step(Action.STOP, InstalledBundles.inWords(bundle)));
    before
        .filter(InstalledBundles::isStarted)
        .ifPresent(bundle -> draft.step(Action.STOP, InstalledBundles.inWords(bundle)));
    draft.step(Action.START, manifest.inWords());
    List<Bundle> providersFirst = new ArrayList<>(dependents);
    Collections.reverse(providersFirst);
    providersFirst.forEach(bundle -> draft.step(Action.REFRESH, InstalledBundles.inWords(bundle)));
    before.ifPresent(bundle -> draft.step(Action.UNINSTALL, InstalledBundles.inWords(bundle)));
  }

  private void compareOptions(String extension, Path jar, PlanDraft draft) {
    Optional<OptionCheck> now = optionCheck.get();
    if (now.isEmpty()) {
      draft.remark("its options could not be compared: nobody checks options now");
      return;
    }
    try {
      for (OptionChange change : now.get().check(extension, jar)) {
        draft.option(change);
        if (change.kind() == OptionChange.Kind.INVALID) {
          draft.obstacle("option " + change.option() + ": " + change.detail());
        }
      }
    } catch (RuntimeException failed) {
      // Another room's code, reading a jar that may be hostile; the rest of the plan still holds.
      LOG.warn("The options of {} could not be compared.", jar, failed);
      draft.obstacle("its options could not be compared, see the log: " + failed);
    }
  }
}
