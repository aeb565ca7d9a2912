package italk.engine.deploy.plan;

import italk.engine.api.extension.Extension;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;

/**
 * Whether a jar may be the extension that it says it is: by a wrong name messages would slip past.
 */
final class ExtensionName {

  private static final Pattern VALID = Pattern.compile("[a-z0-9_]{1,64}");

  private final InstalledBundles installed;
  private final Predicate<String> isEnabled;

  ExtensionName(InstalledBundles installed, Predicate<String> isEnabled) {
    this.installed = installed;
    this.isEnabled = isEnabled;
  }

  void judge(JarManifest manifest, Optional<Bundle> before, PlanDraft draft) {
    List<String> names = manifest.extensions();
    Optional<String> name = names.stream().findFirst();
    if (names.size() > 1) {
      draft.obstacle(
          "says that it is several extensions ("
              + String.join(", ", names)
              + "): put @Extension on one component");
    }
    name.ifPresent(one -> judge(one, manifest.symbolicName(), draft));
    before.ifPresent(
        bundle ->
            InstalledBundles.extensionName(bundle)
                .ifPresent(old -> judgeChange(bundle, old, name, draft)));
  }

  private void judge(String name, String symbolicName, PlanDraft draft) {
    if (!VALID.matcher(name).matches()) {
      draft.obstacle(
          "the extension's name should be at most 64 lower-case letters, digits and _, found \""
              + name
              + "\"");
      return;
    }
    installed
        .claimant(name, symbolicName)
        .ifPresent(
            other ->
                draft.obstacle(
                    "says that it is the extension "
                        + name
                        + ", which "
                        + InstalledBundles.inWords(other)
                        + " is already: its Bundle-SymbolicName is "
                        + symbolicName
                        + ", and should be "
                        + other.getSymbolicName()
                        + " where it is meant as its new version"));
    if (!isEnabled.test(name)) {
      draft.remark(
          name
              + " is not enabled: its hooks are not called until \"extensions\" in config.json has"
              + " it");
    }
  }

  private void judgeChange(Bundle before, String old, Optional<String> name, PlanDraft draft) {
    if (name.isEmpty()) {
      draft.obstacle(
          "is no extension (its manifest has no capability "
              + Extension.NAMESPACE
              + ", which @Extension makes), but "
              + InstalledBundles.inWords(before)
              + " is the extension "
              + old);
    } else if (!name.get().equals(old)) {
      String change =
          "says that it is the extension "
              + name.get()
              + ", but "
              + InstalledBundles.inWords(before)
              + " is the extension "
              + old;
      if (isEnabled.test(old)) {
        draft.obstacle(
            change
                + ", which is enabled and would be gone: take "
                + old
                + " out of \"extensions\" in config.json first, if the name is meant to change");
      } else {
        draft.remark(change);
      }
    }
  }
}
