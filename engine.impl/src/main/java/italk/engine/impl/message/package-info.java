/**
 * How a message, new or edited, gets from a sender past the interceptors into the store and from
 * there to everyone who is to see it; and how it is taken back.
 */
package italk.engine.impl.message;
