package italk.engine.impl.hook;

import italk.engine.api.event.EngineListener;
import italk.engine.impl.event.WatchedListener;
import italk.engine.impl.work.CallStatistics;
import italk.engine.impl.work.Places;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * A hook service that the engine holds. Its ranking is guarded by the registry's lock; the rest is
 * safe for any thread.
 */
final class BoundService implements Comparable<BoundService> {

  private final Object service;
  private final ServiceReference<?> reference;
  private final String owner;
  private final Health health;
  // By type: one service may be several hooks.
  private final ConcurrentMap<Class<?>, CallStatistics> statistics = new ConcurrentHashMap<>();
  private final Places places;
  private final long id;
  private int ranking;
  private volatile boolean gone;
  // The simple names of the types as which it is left out.
  private volatile List<String> muted = List.of();

  BoundService(Object service, ServiceReference<?> reference, String owner) {
    this(service, reference, owner, Health.unlimited());
  }

  BoundService(Object service, ServiceReference<?> reference, String owner, Health health) {
    this.health = health;
    this.places = new Places(owner, health::hangs);
    this.service = service;
    this.reference = reference;
    this.owner = owner;
    this.id = (Long) reference.getProperty(Constants.SERVICE_ID);
    readRanking();
  }

  void readRanking() {
    ranking =
        reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
  }

  <S> boolean is(Class<S> type) {
    // The reference says what it was registered as; the object may implement more.
    for (String name : (String[]) reference.getProperty(Constants.OBJECTCLASS)) {
      if (name.equals(type.getName())) {
        return type.isInstance(service);
      }
    }
    return false;
  }

  /** The service; a listener with its health. */
  <S> S as(Class<S> type) {
    return type == EngineListener.class
        ? type.cast(new WatchedListener((EngineListener) service, health, statistics(type)))
        : type.cast(service);
  }

  String owner() {
    return owner;
  }

  long bundleId() {
    return (Long) reference.getProperty(Constants.SERVICE_BUNDLEID);
  }

  long id() {
    return id;
  }

  boolean isOf(InstalledExtension extension) {
    return bundleId() == extension.bundle().getBundleId();
  }

  CallStatistics statistics(Class<?> type) {
    return statistics.computeIfAbsent(type, any -> new CallStatistics());
  }

  Places places() {
    return places;
  }

  Health health() {
    return health;
  }

  boolean isGone() {
    return gone;
  }

  /** True where nobody calls it as this from now on, whatever chain it is in. */
  boolean isMuted(Class<?> type) {
    List<String> types = muted;
    return !types.isEmpty() && types.contains(type.getSimpleName());
  }

  void mute(List<String> types) {
    muted = types;
  }

  /** Nobody calls it from now on. */
  void markGone() {
    gone = true;
  }

  /** The order of OSGi: the highest ranking first, then the oldest. */
  @Override
  public int compareTo(BoundService other) {
    int byRanking = Integer.compare(other.ranking, ranking);
    return byRanking != 0 ? byRanking : Long.compare(id, other.id);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
