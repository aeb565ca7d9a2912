package italk.engine.shell;

import org.apache.felix.service.command.CommandSession;

/**
 * Who uses a shell, for records of who changed what. Whoever has a shell may do everything, so may
 * also say that it was somebody else: it is no proof.
 */
public final class ShellUser {

  private static final String VARIABLE = "italk.user";

  private ShellUser() {}

  /** Says who uses a shell. */
  public static void name(CommandSession shell, String user) {
    shell.put(VARIABLE, user);
  }

  /** Who uses it; {@code shell} where nobody knows. */
  static String of(CommandSession shell) {
    return shell.get(VARIABLE) instanceof String user && !user.isBlank() ? user : "shell";
  }
}
