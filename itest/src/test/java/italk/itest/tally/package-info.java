/** An extension with a state, of which tests make good and bad versions. */
package italk.itest.tally;
