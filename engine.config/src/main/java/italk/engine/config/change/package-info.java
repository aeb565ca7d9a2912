/**
 * What somebody wants to change in {@code config.json}, and what changed: paths, edits, differences
 * and what of it may be shown. Pure functions over immutable data, without files, threads or OSGi
 * services.
 */
package italk.engine.config.change;
