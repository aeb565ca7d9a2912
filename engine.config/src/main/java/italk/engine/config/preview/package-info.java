/**
 * What a {@code config.json} would change if it were in force, and what is wrong with it: functions
 * over texts and what is installed. No value of a secret option leaves this package.
 */
package italk.engine.config.preview;
