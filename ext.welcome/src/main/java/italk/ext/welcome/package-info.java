/** The extension {@code welcome}: greets every session that is opened. */
package italk.ext.welcome;
