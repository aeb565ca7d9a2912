/** Bundles: putting one version in the place of another, with a way back. */
package italk.engine.deploy.swap;
