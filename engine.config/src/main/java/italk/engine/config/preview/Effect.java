package italk.engine.config.preview;

/**
 * What becomes of the components that a configuration is for.
 *
 * @param pid the configuration's PID
 * @param reaction what becomes of them
 */
public record Effect(String pid, Reaction reaction) {

  /** What becomes of a component. */
  public enum Reaction {
    /** It had no configuration: it comes. */
    ACTIVATED("is activated"),
    /** It gets its new options as it runs. */
    MODIFIED("is modified, without a restart"),
    /** It is deactivated and activated anew. */
    RESTARTED("is restarted"),
    /** Its configuration goes, and so does it. */
    DEACTIVATED("is deactivated"),
    /** Nobody can say: no component of Declarative Services is known for the PID. */
    UNKNOWN("changes");

    private final String words;

    Reaction(String words) {
      this.words = words;
    }

    /** In words, behind the name of what reacts. */
    public String words() {
      return words;
    }
  }

  /** As one line. */
  public String line() {
    return pid + " " + reaction.words();
  }
}
