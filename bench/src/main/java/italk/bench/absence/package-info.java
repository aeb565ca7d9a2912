/**
 * How long a hook is absent while it is updated: one steady sender, one hook that marks what it
 * sees, and one update after the other, in one way and in another.
 */
package italk.bench.absence;
