/**
 * Webhooks: what they are to be told, what they were told, and the threads that tell them.
 *
 * <p>Nothing here is in the way of a message. Messages are read from the engine's own feed, from
 * the one after the last that a webhook has got; of other events the {@link
 * italk.ext.events.webhook.Outbox} keeps a copy.
 */
package italk.ext.events.webhook;
