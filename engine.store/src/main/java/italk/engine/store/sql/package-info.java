/** The database: its schema, all that is asked of it and all that is changed in it. */
package italk.engine.store.sql;
