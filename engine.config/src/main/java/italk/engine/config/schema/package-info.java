/**
 * A JSON Schema of {@code config.json}, for editors that complete and check what is written: made
 * from the options that are installed. Functions without files, threads or OSGi services.
 */
package italk.engine.config.schema;
