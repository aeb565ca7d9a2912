package italk.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.extension.ExtensionStorage;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each extension keeps its own. */
abstract class BundleStorageContract extends Contract {

  BundleStorageContract(TestDatabase database) {
    super(database);
  }

  private ExtensionStorage storage;

  @BeforeEach
  void prepare() {
    storage = new BundleStorage(test.store, "limiter");
  }

  @Test
  void whatIsPutIsKeptOverReopening() throws Exception {
    storage.putAll(Map.of("b", "2", "a", "1"));
    storage.put("a", "one");
    storage.put("empty", "");
    reopen();
    prepare();

    assertThat(storage.get("a")).contains("one");
    assertThat(storage.get("empty")).contains("");
    assertThat(storage.get("c")).isEmpty();
    assertThat(storage.all().keySet()).containsExactly("a", "b", "empty");
    storage.remove("a");
    storage.remove("a");
    assertThat(storage.get("a")).isEmpty();
  }

  @Test
  void anotherExtensionSeesNothingOfIt() {
    storage.put("a", "1");
    ExtensionStorage other = new BundleStorage(test.store, "other");
    other.put("a", "2");
    other.remove("a");

    assertThat(other.all()).isEmpty();
    assertThat(storage.all()).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void allEntriesOrNoneWithinTheBounds() {
    String longest = "v".repeat(ExtensionStorage.MAX_VALUE_LENGTH);
    storage.put("k".repeat(ExtensionStorage.MAX_KEY_LENGTH), longest);
    storage.remove("k".repeat(ExtensionStorage.MAX_KEY_LENGTH));

    assertInvalid(() -> storage.putAll(Map.of("good", "1", "bad", longest + "v")));
    assertInvalid(() -> storage.put("k".repeat(ExtensionStorage.MAX_KEY_LENGTH + 1), "1"));
    assertInvalid(() -> storage.put("", "1"));
    assertThat(storage.all()).isEmpty();
  }

  @Test
  void theStoresOwnThreadIsNotLeftWaitingForItself() {
    assertThatThrownBy(() -> test.change(transaction -> storage.put("a", "1")))
        .hasMessageContaining("another thread");
  }

  @Test
  void aClosedStoreSaysSo() {
    test.close();
    assertThatThrownBy(() -> storage.put("a", "1"))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.problem().code()).isEqualTo(Problem.Code.CLOSED));
  }

  private static void assertInvalid(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(Problem.Code.INVALID);
              assertThat(e).hasMessageContaining("limiter");
            });
  }
}
