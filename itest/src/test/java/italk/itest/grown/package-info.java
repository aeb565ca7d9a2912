/** A version of the moderator with another class, another PID and one option more. */
package italk.itest.grown;
