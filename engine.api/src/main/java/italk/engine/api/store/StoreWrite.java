package italk.engine.api.store;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One change of the store.
 *
 * @param <T> what it results in
 * @since 1.0
 */
@ConsumerType
@FunctionalInterface
public interface StoreWrite<T> {

  /**
   * Makes the change. Runs on the store's writer thread, alone; must be short and must not wait for
   * anything. Where the commit has to be tried again, it is run again.
   *
   * @param transaction valid until this returns
   */
  T run(StoreTransaction transaction);
}
