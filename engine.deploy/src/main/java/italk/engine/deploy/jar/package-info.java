/** Jars: whether they are whole, what bundle they are, and which are kept. Knows no framework. */
package italk.engine.deploy.jar;
