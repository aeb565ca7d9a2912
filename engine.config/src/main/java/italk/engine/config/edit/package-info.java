/**
 * Edits of the text of a JSON file that leave every byte alone but those that the edit is about.
 * Pure functions; knows nothing of what the file means.
 */
package italk.engine.config.edit;
