/** An extension for tests of hooks, in a bundle of its own. */
package italk.itest.reviewer;
