/**
 * A day's worth of chat: what is done in it ({@link italk.itest.day.Scenario}), what has to come of
 * it ({@link italk.itest.day.Model}), how it is done in the engine ({@link
 * italk.itest.day.Player}), and the comparison of both.
 */
package italk.itest.day;
