/** An extension that uses a library. */
package italk.itest.dependent;
