/** The rules of groups as values: their names, their texts, and how they are kept. */
package italk.ext.groups.rule;
