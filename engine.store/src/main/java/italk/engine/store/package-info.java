/**
 * The components of the store: what they register, how they are configured, and the file that they
 * hold. What they say to the database is in {@code sql}, how writes share a commit in {@code
 * commit}.
 */
package italk.engine.store;
