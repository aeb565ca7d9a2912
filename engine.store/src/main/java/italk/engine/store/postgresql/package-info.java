/** What is special about PostgreSQL: connections to its server, its lock, its full-text index. */
package italk.engine.store.postgresql;
