/**
 * What lies in the hot folder and what runs of it: which jar counts, what is refused, what runs
 * where a jar is bad, and what was done lately. Belongs to the thread of operations.
 */
package italk.engine.deploy.folder;
