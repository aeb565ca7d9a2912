/**
 * The engine itself: puts {@link italk.engine.impl.session}, {@link italk.engine.impl.kept} and
 * {@link italk.engine.impl.message} together, and lets users connect. They know one another in this
 * order only.
 *
 * <p>Threads: senders' own (checks that cost nothing), {@code italk-pipeline} (interceptors; one
 * message of a conversation at a time), the store's writer (commit), {@code italk-publisher} (one
 * thread: what was committed becomes visible, in the order of the commits), {@code italk-delivery}
 * (inboxes), {@code italk-ack} (what senders wait for).
 */
package italk.engine.impl.chat;
