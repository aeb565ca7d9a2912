/**
 * Operations on extensions while people chat: what would happen ({@link
 * italk.engine.api.operation.Plan}), doing it with a way back ({@link
 * italk.engine.api.operation.Operations}), and finding what stayed behind ({@link
 * italk.engine.api.operation.Leaks}). For doors to the engine and for integrators; extensions don't
 * need it.
 *
 * <p>{@link italk.engine.api.operation.Trials} and {@link italk.engine.api.operation.OptionCheck}
 * are what the rooms of the engine offer one another for it.
 */
@Export
@Version("1.0.0")
package italk.engine.api.operation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
