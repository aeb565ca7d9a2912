/**
 * What an extension is made of: one annotation, and the hooks it may register as services.
 *
 * <p>An extension is a bundle with a component that carries {@link
 * italk.engine.api.extension.Extension}, requires a configuration, and registers {@link
 * italk.engine.api.extension.MessageInterceptor}, {@link
 * italk.engine.api.extension.ConnectInterceptor} or {@link italk.engine.api.event.EngineListener}.
 * Its options are described by Metatype; they come from the section of {@code config.json} that has
 * the extension's name.
 *
 * <p>{@link italk.engine.api.extension.Extensions} tells which there are and how they are.
 */
@Export
@Version("1.0.0")
package italk.engine.api.extension;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
