package italk.engine.deploy.trust;

/**
 * A jar is not signed by somebody who is trusted, or is not what was signed. The message says to
 * the operator what is wrong and what to do; it continues "NAME.jar is refused: ".
 */
public final class UntrustedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** With a reason in words, which begins with "it" or with an entry's name. */
  public UntrustedException(String reason) {
    super(reason);
  }
}
