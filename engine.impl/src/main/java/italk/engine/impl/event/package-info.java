/**
 * Tells listeners what happened: one bounded queue for each extension, so that a slow one delays
 * only itself.
 */
package italk.engine.impl.event;
