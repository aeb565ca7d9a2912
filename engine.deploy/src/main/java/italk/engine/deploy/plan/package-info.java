/**
 * What putting a jar in would do, without doing it; and what a bundle needs and nobody provides, in
 * words. Stands alone: what it has to know of the hot folder, the engine and the configuration is
 * handed in.
 */
package italk.engine.deploy.plan;
