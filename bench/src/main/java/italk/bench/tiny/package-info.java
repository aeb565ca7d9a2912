/** The hook that all measurements share, and (below) the jars it goes into. */
package italk.bench.tiny;
