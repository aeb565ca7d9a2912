package italk.engine.deploy;

import java.util.List;

/** A jar that does not become a bundle, with the reason in words for the operator. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<MissingRequirement> missing;

  RefusedException(String reason) {
    this(reason, List.of());
  }

  RefusedException(String reason, List<MissingRequirement> missing) {
    super(reason);
    this.missing = List.copyOf(missing);
  }

  /** What has to be there before another try makes sense; empty where only another jar can help. */
  List<MissingRequirement> missing() {
    return missing;
  }
}
