/** An engine in a process that is killed, or whose disk is full, and what it has acknowledged. */
package italk.itest.crash;
