package italk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Conversation;
import italk.engine.api.SendResult;
import italk.engine.api.Session;
import italk.engine.api.operation.KeptVersion;
import italk.engine.api.operation.Operations;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain Java program with the one jar on its class path. */
class EmbeddingIT {

  @TempDir Path home;

  @Test
  void chatsThroughTheApiOfItsOwnClassPathAndFindsItsMessagesAgain() throws Exception {
    try (Italk italk = Italk.start(home)) {
      Session alice = italk.engine().connect("123", "Alice", Map.of(), delivery -> {});
      SendResult sent =
          alice
              .send(Conversation.everyone(), "Bonjour !")
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      assertThat(sent).isInstanceOf(SendResult.Sent.class);
      assertThatThrownBy(() -> Italk.start(home)).hasMessageContaining("runs already");
      assertThat(italk.service(Operations.class).versions("welcome"))
          .extracting("state")
          .containsExactly(KeptVersion.State.CURRENT);
      assertThatThrownBy(() -> italk.service(Runnable.class))
          .hasMessageContaining("no service java.lang.Runnable");
    }
    try (Italk italk = Italk.start(home)) {
      assertThat(italk.engine().history(Conversation.everyone()).latest(10))
          .extracting("content")
          .containsExactly("Bonjour !");
    }
  }
}
