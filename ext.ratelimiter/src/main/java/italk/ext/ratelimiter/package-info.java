/** The extension {@code message_rate_limiter}: limits how many messages a user may send. */
package italk.ext.ratelimiter;
