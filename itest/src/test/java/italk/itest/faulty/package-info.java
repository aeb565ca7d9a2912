/**
 * A moderator that misbehaves where its manifest says so: the tests make good and bad versions of
 * it.
 */
package italk.itest.faulty;
