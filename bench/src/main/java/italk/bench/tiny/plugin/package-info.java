/** The tiny hook as a plugin of PF4J. */
package italk.bench.tiny.plugin;
