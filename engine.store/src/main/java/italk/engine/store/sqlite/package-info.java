/** What is special about SQLite: its settings, its full-text index, and the older schemas. */
package italk.engine.store.sqlite;
