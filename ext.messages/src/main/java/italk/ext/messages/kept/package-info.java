/** What outlives this bundle: pins and reports, in the extension's storage. */
package italk.ext.messages.kept;
