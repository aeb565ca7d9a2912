/** An extension that takes changes over while it runs, in a bundle of its own. */
package italk.itest.stamp.modified;
