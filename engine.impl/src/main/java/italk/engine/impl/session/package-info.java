/** The open sessions: who is online, and what waits to be delivered to each. */
package italk.engine.impl.session;
