/** Slow mode: who wrote when, and how that is kept. */
package italk.ext.groups.slow;
