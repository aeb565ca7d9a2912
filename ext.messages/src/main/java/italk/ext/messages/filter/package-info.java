/**
 * What may stand in a message: words, patterns, links and mentions. Knows nothing of the engine.
 */
package italk.ext.messages.filter;
