package italk.itest.support;

/**
 * What a command did.
 *
 * @param exitCode its exit code
 * @param output what it printed, standard output and error together
 */
public record Result(int exitCode, String output) {}
