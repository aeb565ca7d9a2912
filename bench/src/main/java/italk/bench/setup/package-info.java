/** What the measurements stand on: jars with hooks, frameworks, plugin managers. */
package italk.bench.setup;
