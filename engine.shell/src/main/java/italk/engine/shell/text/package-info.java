/**
 * What commands answer, as text for an operator's terminal. Here alone text is made fit for it:
 * what users write and what stands in jars goes through {@link italk.engine.shell.text.Printable}.
 */
package italk.engine.shell.text;
