/** The extension {@code advanced_logging}: writes what happens to a rotating file. */
package italk.ext.advancedlogging;
