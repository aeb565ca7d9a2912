/** What the two extensions that stamp messages with their options have in common. */
package italk.itest.stamp;
