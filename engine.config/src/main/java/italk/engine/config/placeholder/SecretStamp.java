package italk.engine.config.placeholder;

/**
 * Which state of a secret file was read. Says nothing about its content.
 *
 * @param name the file's name in the folder for secrets
 * @param state its time and identity; {@link #MISSING} where there is no such file
 */
public record SecretStamp(String name, String state) {

  /** There is no such file. */
  public static final String MISSING = "missing";

  /** As it is kept in a configuration. */
  @Override
  public String toString() {
    return name + "=" + state;
  }

  /** From what {@link #toString} made. */
  public static SecretStamp of(String kept) {
    // The state holds no such sign.
    int sign = kept.lastIndexOf('=');
    return new SecretStamp(kept.substring(0, sign), kept.substring(sign + 1));
  }
}
