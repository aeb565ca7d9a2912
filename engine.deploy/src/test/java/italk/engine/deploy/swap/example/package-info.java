/** Activators that misbehave. */
package italk.engine.deploy.swap.example;
