package italk.engine.api.operation;

import static java.util.Objects.requireNonNull;

import org.osgi.annotation.versioning.ProviderType;

/**
 * How an option of a new version stands to the version before and to {@code config.json}.
 *
 * @param kind how
 * @param option the key in the extension's section
 * @param detail in words, such as the type and the default, or what is expected and what was found;
 *     never the value of a secret option
 * @since 1.0
 */
@ProviderType
public record OptionChange(Kind kind, String option, String detail) {

  /** How an option stands. New kinds may be added: have a default branch. */
  @ProviderType
  public enum Kind {
    /** The version before did not have it. */
    NEW,
    /** The version before had it, and {@code config.json} does not use it. */
    GONE,
    /** With what {@code config.json} says, the new version would not get a configuration. */
    INVALID
  }

  /** Checks that nothing is missing. */
  public OptionChange {
    requireNonNull(kind, "kind");
    requireNonNull(option, "option");
    requireNonNull(detail, "detail");
  }
}
