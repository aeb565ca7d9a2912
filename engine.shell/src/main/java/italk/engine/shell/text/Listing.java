package italk.engine.shell.text;

import java.util.AbstractList;
import java.util.List;

/**
 * A command's answer that is several things: a list for scripts, with words for people.
 *
 * @param <T> what is listed
 */
public final class Listing<T> extends AbstractList<T> {

  private final List<T> items;
  private final String whenEmpty;
  private final String more;

  private Listing(List<T> items, String whenEmpty, String more) {
    this.items = List.copyOf(items);
    this.whenEmpty = whenEmpty;
    this.more = more;
  }

  /** Everything there is; {@code whenEmpty} says that there is nothing. */
  public static <T> Listing<T> of(List<T> items, String whenEmpty) {
    return new Listing<>(items, whenEmpty, "");
  }

  /** A first page; {@code more} says how to see the rest where the page is full. */
  public static <T> Listing<T> page(List<T> items, int limit, String whenEmpty, String more) {
    return items.size() < limit ? of(items, whenEmpty) : partOf(items, more);
  }

  /** Some of what there is; {@code more} says how to see the rest. */
  public static <T> Listing<T> partOf(List<T> items, String more) {
    return new Listing<>(items, "", more);
  }

  /** What to say where there is nothing. */
  String whenEmpty() {
    return whenEmpty;
  }

  /** What to say below; empty where this is all. */
  String more() {
    return more;
  }

  @Override
  public T get(int index) {
    return items.get(index);
  }

  @Override
  public int size() {
    return items.size();
  }
}
