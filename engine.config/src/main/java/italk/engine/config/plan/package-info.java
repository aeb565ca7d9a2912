/**
 * From a configuration file and the Metatype of what is installed to what Config Admin should hold:
 * pure functions over immutable data, without OSGi services, threads or files.
 */
package italk.engine.config.plan;
