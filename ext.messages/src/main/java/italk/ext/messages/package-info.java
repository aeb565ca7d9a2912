/**
 * The extension {@code messages_management}: who may edit, retract, pin and report messages; what
 * may stand in them; how long they stay.
 */
package italk.ext.messages;
