/**
 * The Gogo commands of the scope {@code italk}. Thin: each calls a service of {@code
 * italk.engine.api}, returns what it got, and {@link italk.engine.shell.text.ApiConverter} makes it
 * readable.
 *
 * <p>The components are immediate: Gogo gets and releases a command's service with every call, and
 * a delayed component would be made anew each time.
 */
package italk.engine.shell;
