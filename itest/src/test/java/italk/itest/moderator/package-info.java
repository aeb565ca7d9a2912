/**
 * The extension that the tests install, update and remove: it marks what it lets pass, so that
 * nothing passes it unseen.
 */
package italk.itest.moderator;
