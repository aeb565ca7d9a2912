/**
 * What people read about options, in the languages that the bundle which describes them has: plain
 * data that knows nothing of options, files or bundles.
 */
package italk.engine.config.words;
