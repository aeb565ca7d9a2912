/** What bad hooks do; the bundles that do it are made of the packages below. */
package italk.itest.ill;
