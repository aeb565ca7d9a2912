package italk.engine.api.configuration;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What came of a change that was asked for.
 *
 * @param result what came of it
 * @param message in words, why it did not come out as wanted, or what to know of it; may be empty
 * @param findings what is wrong with the file as it would have been, or what to know of the file as
 *     it is now; the lines are those of that file
 * @param changes what changed; empty unless {@link Result#DONE} or {@link Result#PENDING}; at most
 *     500
 * @since 1.0
 */
@ProviderType
public record ConfigurationOutcome(
    Result result, String message, List<Finding> findings, List<KeyChange> changes) {

  /** What came of it. New results may be added: have a default branch. */
  @ProviderType
  public enum Result {
    /** Written and in force: Config Admin has it, components get it within some milliseconds. */
    DONE,
    /** It is so already: nothing was written. */
    UNCHANGED,
    /** What was asked for is wrong, or would make the file wrong: nothing was written. */
    REFUSED,
    /** The file could not be read or written: it is as it was. */
    FAILED,
    /**
     * Not known, or not complete, yet: the file is written and taking it over goes on, or the time
     * to wait for an answer was over. {@link EngineConfiguration#history()} tells what came of it.
     */
    PENDING
  }

  /** Copies the lists. */
  public ConfigurationOutcome {
    requireNonNull(result, "result");
    requireNonNull(message, "message");
    findings = List.copyOf(findings);
    changes = List.copyOf(changes);
  }

  /** True where what was asked for is in force. */
  public boolean isGood() {
    return result == Result.DONE || result == Result.UNCHANGED;
  }

  /** The first thing that is wrong; empty where there is none. */
  public Optional<Finding> firstError() {
    return findings.stream().filter(it -> it.severity() == Finding.Severity.ERROR).findFirst();
  }
}
