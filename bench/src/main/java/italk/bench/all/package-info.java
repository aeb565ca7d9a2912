/** What a message pays for all seven extensions together. */
package italk.bench.all;
