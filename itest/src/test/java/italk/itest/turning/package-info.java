/** A version of the moderator that passes its trial and then fails with every real message. */
package italk.itest.turning;
