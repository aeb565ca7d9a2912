/** Measures hooks: what they cost and how long they are absent. Run by {@code bench/hooks.sh}. */
package italk.bench;
