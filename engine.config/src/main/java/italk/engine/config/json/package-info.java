/**
 * Reads JSON into a tree that knows the line and column of every key and value, so that an error
 * can point at its place. Knows nothing of what the file means.
 */
package italk.engine.config.json;
