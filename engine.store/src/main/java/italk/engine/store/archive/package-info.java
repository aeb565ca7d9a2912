/**
 * The whole store as a file: a copy of the database, or JSON lines that go out and come in. Only
 * {@code sql} is below it.
 */
package italk.engine.store.archive;
