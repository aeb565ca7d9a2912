/** What an event says, in one form for shell, Event Admin and webhooks. */
package italk.ext.events.fact;
