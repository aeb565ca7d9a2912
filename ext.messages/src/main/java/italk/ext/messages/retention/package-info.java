/** How long messages stay, by age or number. */
package italk.ext.messages.retention;
