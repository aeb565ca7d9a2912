/**
 * How work is done: pools that stay able to work, queues that keep order, calls that have a
 * deadline. Knows nothing of messages.
 */
package italk.engine.impl.work;
