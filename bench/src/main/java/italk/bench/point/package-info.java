/** What PF4J's plugins extend. Apart, so that it is never packed into one of them. */
package italk.bench.point;
