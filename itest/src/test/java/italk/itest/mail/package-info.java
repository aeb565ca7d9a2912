/** An extension with a secret option. */
package italk.itest.mail;
