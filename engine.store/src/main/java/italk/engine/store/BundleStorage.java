package italk.engine.store;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.extension.Extension;
import italk.engine.api.extension.ExtensionStorage;
import italk.engine.store.sql.SqlTransaction;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** What one bundle keeps, under the name of the extension that it is. One instance per bundle. */
@Component(service = ExtensionStorage.class, scope = ServiceScope.BUNDLE)
public final class BundleStorage implements ExtensionStorage {

  private final SqlStore store;
  private final String extension;

  /** For the bundle that gets the service. */
  @Activate
  public BundleStorage(@Reference SqlStore store, ComponentContext context) {
    this(store, extensionOf(context.getUsingBundle()));
  }

  BundleStorage(SqlStore store, String extension) {
    this.store = store;
    this.extension = extension;
  }

  /** The name in the bundle's capability; the symbolic name of a bundle that is no extension. */
  static String extensionOf(Bundle bundle) {
    return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(Extension.NAMESPACE).stream()
        .map(capability -> capability.getAttributes().get(Extension.NAMESPACE))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst()
        .orElseGet(bundle::getSymbolicName);
  }

  @Override
  public Optional<String> get(String key) {
    checkLength("key", key, 1, MAX_KEY_LENGTH);
    return store.read(queries -> queries.kept(extension, key));
  }

  @Override
  public Map<String, String> all() {
    return Collections.unmodifiableMap(store.read(queries -> queries.allKept(extension)));
  }

  @Override
  public void putAll(Map<String, String> entries) {
    Map<String, String> checked = Map.copyOf(entries);
    checked.forEach(
        (key, value) -> {
          checkLength("key", key, 1, MAX_KEY_LENGTH);
          checkLength("value of \"" + key + "\"", value, 0, MAX_VALUE_LENGTH);
        });
    if (!checked.isEmpty()) {
      change(
          transaction -> checked.forEach((key, value) -> transaction.keep(extension, key, value)));
    }
  }

  @Override
  public void remove(String key) {
    checkLength("key", key, 1, MAX_KEY_LENGTH);
    change(transaction -> transaction.forget(extension, key));
  }

  private void change(Consumer<SqlTransaction> change) {
    if (store.isWriterThread()) {
      throw new IllegalStateException(
          "The storage of the extension "
              + extension
              + " was written on the store's own thread, which would wait for itself. Write it on"
              + " another thread.");
    }
    CompletionStage<Void> stored =
        store.change(
            transaction -> {
              change.accept(transaction);
              return null;
            });
    try {
      stored.toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof EngineException problem
          ? problem
          : new IllegalStateException(
              "The storage of the extension " + extension + " could not be written.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(
          Problem.unavailable(
              "The wait for the storage of the extension "
                  + extension
                  + " was interrupted: it may have been written or not. Write it again.",
              Duration.ofSeconds(1)),
          e);
    }
  }

  private void checkLength(String what, String text, int min, int max) {
    if (text.length() < min || text.length() > max) {
      throw Problem.of(
              Problem.Code.INVALID,
              "In the storage of the extension "
                  + extension
                  + ", a "
                  + what
                  + " has "
                  + min
                  + " to "
                  + max
                  + " characters, found "
                  + text.length()
                  + ".")
          .exception();
    }
  }
}
