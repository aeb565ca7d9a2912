/** The tiny hook as a service of a plain bundle. */
package italk.bench.tiny.bundle;
