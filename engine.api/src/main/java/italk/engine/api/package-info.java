/**
 * The engine as its users see it: connect a user, send messages, read history, manage users and
 * groups.
 *
 * <p>Start at {@link italk.engine.api.Engine}. Everything that is data is an immutable record;
 * everything that can go wrong in a foreseeable way is a {@link italk.engine.api.Problem}, returned
 * by {@code send} and thrown inside an {@link italk.engine.api.EngineException} by everything else.
 * Nothing here returns {@code null}.
 *
 * <p>What extensions implement is in {@link italk.engine.api.extension}, what they are told in
 * {@link italk.engine.api.event}.
 */
@Export
@Version("1.0.0")
package italk.engine.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
