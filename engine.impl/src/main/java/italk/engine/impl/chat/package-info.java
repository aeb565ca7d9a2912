/**
 * The engine itself: who is connected, how a message gets from a sender into the store and from
 * there to everyone who is to see it, users and groups.
 *
 * <p>Threads: senders' own (checks that cost nothing), {@code italk-pipeline} (interceptors; one
 * message of a conversation at a time), the store's writer (commit), {@code italk-publisher} (one
 * thread: what was committed becomes visible, in the order of the commits), {@code italk-delivery}
 * (inboxes), {@code italk-ack} (what senders wait for).
 */
package italk.engine.impl.chat;
