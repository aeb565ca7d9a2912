/**
 * What a message pays for the hooks it passes, measured by JMH: each class does the same, ask n
 * hooks one after the other about one message, in another way.
 */
package italk.bench.cost;
