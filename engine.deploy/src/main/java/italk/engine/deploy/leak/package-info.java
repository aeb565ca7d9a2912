/** Finds class loaders of earlier versions that stayed in memory, and who holds them. */
package italk.engine.deploy.leak;
