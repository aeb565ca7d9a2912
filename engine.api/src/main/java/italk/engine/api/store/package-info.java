/**
 * What the engine expects of a store. For those who provide another one; chat programs need nothing
 * of this.
 *
 * <p>All that changes goes through {@link italk.engine.api.store.Store#write}: changes that wait at
 * the same time share one durable commit, run one after the other, and are acknowledged after it.
 */
@Export
@Version("1.0.0")
package italk.engine.api.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
