/** A library that extensions share: a bundle that exports this package and is no extension. */
package italk.itest.library;
