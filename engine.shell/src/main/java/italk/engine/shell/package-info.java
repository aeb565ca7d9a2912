/**
 * The Gogo commands of the scope {@code italk}. Thin: each calls a service of {@code
 * italk.engine.api}, returns what it got, and {@link italk.engine.shell.ApiConverter} makes it
 * readable.
 */
package italk.engine.shell;
