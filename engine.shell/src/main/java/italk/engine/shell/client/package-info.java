/**
 * The other side of the door: the program behind {@code bin/italk COMMAND …}, and the protocol that
 * both sides speak.
 *
 * <p>It is started as a plain {@code java -cp}, so nothing here may refer to OSGi, to the engine's
 * API or to a logger; only {@link italk.engine.shell.client.JLinePrompt} refers to JLine, and is
 * loaded only where JLine is there.
 */
package italk.engine.shell.client;
