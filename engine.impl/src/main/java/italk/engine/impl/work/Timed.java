package italk.engine.impl.work;

/** What {@link Deadlines} keep an eye on. */
interface Timed {
  /** Does what is due. On the ticker alone; true where there will be nothing due any more. */
  boolean isOverAt(long now);
}
