/** A bad extension, in a bundle of its own. */
package italk.itest.ill.asked;
