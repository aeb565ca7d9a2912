/**
 * The hot folder: what lies in {@code extensions/} is installed, what is replaced is updated, what
 * is deleted is uninstalled. FileInstall watches, this bundle decides. Containers that deploy in
 * their own way leave it out.
 */
package italk.engine.deploy;
