/** Copies SQLite's write-ahead log into the database beside the writer, so that it stays small. */
package italk.engine.store.checkpoint;
