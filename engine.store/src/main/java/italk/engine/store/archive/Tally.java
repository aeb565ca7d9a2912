package italk.engine.store.archive;

import italk.engine.api.store.StoreArchive.Counts;
import java.util.EnumMap;
import java.util.Map;

/** Counts entries by what they are. For one thread. */
final class Tally {

  private final Map<Entry.Kind, Long> counts = new EnumMap<>(Entry.Kind.class);
  private long repeated;

  void add(Entry.Kind kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  void addRepeated() {
    repeated++;
  }

  void add(Tally other) {
    other.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    repeated += other.repeated;
  }

  long of(Entry.Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  Counts counts() {
    return new Counts(
        of(Entry.Kind.USER),
        of(Entry.Kind.GROUP),
        of(Entry.Kind.MESSAGE),
        of(Entry.Kind.READ_POSITION) + of(Entry.Kind.MODERATION) + of(Entry.Kind.KEPT),
        repeated);
  }
}
