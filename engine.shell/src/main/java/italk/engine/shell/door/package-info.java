/**
 * The door: Gogo behind a Unix domain socket that only its owner can open, for {@code bin/italk
 * COMMAND …}. No port, no password.
 */
package italk.engine.shell.door;
