/**
 * What happens in the engine, as data, and who is told.
 *
 * <p>{@link italk.engine.api.event.EngineEvent} is a sealed family of records. A listener
 * implements the methods of {@link italk.engine.api.event.EngineListener} that it cares for and is
 * registered as a service; each extension's listeners have one bounded queue, so a slow one delays
 * nobody else.
 */
@Export
@Version("1.0.0")
package italk.engine.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
