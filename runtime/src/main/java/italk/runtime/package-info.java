/**
 * Starts the engine in a framework of its own: {@link italk.runtime.Italk} for a Java server that
 * embeds it, {@link italk.runtime.Main} for {@code bin/italk} and {@code java -jar}.
 */
package italk.runtime;
