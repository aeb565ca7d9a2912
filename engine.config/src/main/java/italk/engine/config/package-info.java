/**
 * {@code config.json} to Config Admin, live. One thread, "italk-config", owns everything here: it
 * reads the file, looks at the installed bundles, and writes configurations.
 */
package italk.engine.config;
