/** The tiny hook as an extension of the engine. */
package italk.bench.tiny.extension;
