/**
 * {@code config.json} for doors and integrators: reading and changing what is in force ({@link
 * italk.engine.api.configuration.EngineConfiguration}), what speaks against a change ({@link
 * italk.engine.api.configuration.Finding}), and who changed what ({@link
 * italk.engine.api.configuration.ConfigurationVersion}). Extensions don't need it: they get their
 * options by Declarative Services.
 */
@Export
@Version("1.0.0")
package italk.engine.api.configuration;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
