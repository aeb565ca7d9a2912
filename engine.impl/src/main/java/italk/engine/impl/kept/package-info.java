/**
 * What is kept: users, groups, history and how far was read, in the store and at hand; how a change
 * gets into the store, and what follows becomes visible in the order of the commits.
 */
package italk.engine.impl.kept;
