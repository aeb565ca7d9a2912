package italk.engine.deploy.leak;

/**
 * Where a search starts.
 *
 * @param words what it is
 * @param start the object
 */
record Root(String words, Object start) {}
