package italk.engine.api.configuration;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a file would do if it were {@code config.json}, found out without changing anything.
 *
 * @param findings what is wrong with it, and what its author should know
 * @param changes what it would change against what is in force, in words, a line each, such as
 *     {@code welcome.message: "Hello" -> "Bonjour"}; secret values are {@link
 *     EngineConfiguration#MASK}; empty where it would be refused
 * @param effects what would become of components, a line each, such as {@code
 *     italk.extension.welcome is modified, without a restart}
 * @since 1.0
 */
@ProviderType
public record ConfigurationPreview(
    List<Finding> findings, List<String> changes, List<String> effects) {

  /** Copies the lists. */
  public ConfigurationPreview {
    findings = List.copyOf(findings);
    changes = List.copyOf(changes);
    effects = List.copyOf(effects);
  }

  /** True where the file would be taken over. */
  public boolean isGood() {
    return findings.stream().noneMatch(it -> it.severity() == Finding.Severity.ERROR);
  }
}
