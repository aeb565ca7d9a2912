/** What the store does in a second, beside the same disk and SQLite without the engine. */
package italk.bench.store;
