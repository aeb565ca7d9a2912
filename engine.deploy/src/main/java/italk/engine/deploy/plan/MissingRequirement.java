package italk.engine.deploy.plan;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/**
 * What a bundle requires and nobody provides. {@link Providers#areProvided} tells later whether
 * somebody does; until then nothing of the bundle is kept in memory for it.
 *
 * @param namespace what kind of thing is required
 * @param filter which one, in OSGi's syntax; empty for any of that kind
 * @param inWords what is needed and why that is not to be had, such as {@code needs package
 *     org.example.x [2,3): nobody exports it}
 */
public record MissingRequirement(String namespace, String filter, String inWords)
    implements Requirement {

  /** Checks that nothing is missing. */
  public MissingRequirement {
    requireNonNull(namespace, "namespace");
    requireNonNull(filter, "filter");
    requireNonNull(inWords, "inWords");
  }

  @Override
  public String getNamespace() {
    return namespace;
  }

  @Override
  public Map<String, String> getDirectives() {
    return filter.isEmpty() ? Map.of() : Map.of(Namespace.REQUIREMENT_FILTER_DIRECTIVE, filter);
  }

  @Override
  public Map<String, Object> getAttributes() {
    return Map.of();
  }

  /** Nothing requires it any more. */
  @Override
  public Resource getResource() {
    return null;
  }
}
