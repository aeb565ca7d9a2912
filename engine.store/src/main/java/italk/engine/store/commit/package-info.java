/** The one thread that writes, and how those who write at the same time share its commits. */
package italk.engine.store.commit;
