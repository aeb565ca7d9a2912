/**
 * The extension {@code events_management}: what is hooked where, events of one's own, and the ways
 * of events out of the engine, to Event Admin and to webhooks.
 *
 * <p>{@link italk.ext.events.EventsManagement} is the one listener; everything else is told by it.
 */
package italk.ext.events;
