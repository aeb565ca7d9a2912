/** Rewrites the original's flat keys as sections. A function over the text of the file. */
package italk.engine.config.migrate;
