/** The extension whose listener has to be told everything, over all its own updates. */
package italk.itest.witness;
