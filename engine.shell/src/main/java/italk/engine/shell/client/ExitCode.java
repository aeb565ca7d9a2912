package italk.engine.shell.client;

/** What the client's exit code says. */
public final class ExitCode {

  /** The command was done. */
  public static final int OK = 0;

  /** The command failed; why is on standard error. */
  public static final int FAILED = 1;

  /** There is no such command, or it doesn't take such words. */
  public static final int USAGE = 2;

  /** No engine answers (EX_UNAVAILABLE of sysexits.h). */
  public static final int UNREACHABLE = 69;

  private ExitCode() {}
}
