/**
 * Keeping order: who may do what, what was done about it, and the record of it.
 *
 * <p>The engine keeps the {@link italk.engine.api.moderation.ModerationRecords}. The other services
 * are brought by extensions and are there while those are active: bind them with a dynamic,
 * optional reference. Their callers name the {@link italk.engine.api.moderation.Actor} on whose
 * behalf they act; whether that actor may is checked, that it is who it says is not.
 */
@Export
@Version("1.0.0")
package italk.engine.api.moderation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
