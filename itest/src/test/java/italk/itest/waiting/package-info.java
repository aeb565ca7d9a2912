/** A version of the moderator that waits for a service that nobody offers. */
package italk.itest.waiting;
