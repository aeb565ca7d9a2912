/** An extension that is restarted by each change, in a bundle of its own. */
package italk.itest.stamp.restarted;
