package italk.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SendResultTest {

  @Test
  void whatWasSentIsItsMessage() {
    Message message =
        new Message(
            new MessageId(1), Conversation.everyone(), "1", "Alice", "hello", Optional.empty());

    assertThat(new SendResult.Sent(message, false).orThrow()).isSameAs(message);
    assertThat(new SendResult.Sent(message, true).orThrow()).isSameAs(message);
  }

  @Test
  void whatWasRefusedIsThrownWithItsProblem() {
    Problem problem = Problem.unavailable("Not now.", Duration.ofSeconds(2));

    EngineException thrown =
        catchThrowableOfType(
            EngineException.class, () -> new SendResult.Refused(problem).orThrow());

    assertThat(thrown).hasMessage("Not now.");
    assertThat(thrown.problem()).isSameAs(problem);
    assertThat(thrown.problem().retryAfter()).contains(Duration.ofSeconds(2));
  }
}
