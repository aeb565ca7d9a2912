package italk.engine.impl.work;

import java.util.concurrent.atomic.AtomicBoolean;

/** Somebody's place in the line before {@link Places}. Whoever is first settles it. */
final class Turn implements Timed {

  private final AtomicBoolean settled = new AtomicBoolean();
  private final Places places;
  private final Places.Guest guest;
  private final long deadline;

  Turn(Places places, Places.Guest guest, long deadline) {
    this.places = places;
    this.guest = guest;
    this.deadline = deadline;
  }

  boolean admit() {
    boolean first = settled.compareAndSet(false, true);
    if (first) {
      guest.admitted();
    }
    return first;
  }

  void turnAway(boolean stuck) {
    if (settled.compareAndSet(false, true)) {
      guest.turnedAway(stuck);
    }
  }

  @Override
  public boolean isOverAt(long now) {
    if (settled.get()) {
      return true;
    } else if (now - deadline >= 0 || guest.hasGoneElsewhere()) {
      places.forget(this);
      turnAway(false);
      return true;
    }
    places.grow(now);
    return false;
  }
}
