/**
 * What the tests stand on: the distribution as options of Pax Exam, as a process, and jars made for
 * a test.
 */
package italk.itest.support;
