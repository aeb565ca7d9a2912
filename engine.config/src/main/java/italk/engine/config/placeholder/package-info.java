/**
 * Placeholders in option values, such as {@code $[env:NAME]}: their form, and what stands in their
 * place. The grammar and the replacing are those of Felix's interpolation plugin.
 */
package italk.engine.config.placeholder;
