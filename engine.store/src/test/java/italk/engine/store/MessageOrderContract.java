package italk.engine.store;

import static italk.engine.store.TestStore.EVERYONE;
import static italk.engine.store.TestStore.THEN;
import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.Message;
import italk.engine.api.MessageId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Message ids ascend, whatever the clock does. */
abstract class MessageOrderContract extends Contract {

  MessageOrderContract(TestDatabase database) {
    super(database);
  }

  @Test
  void idsCarryTheTimeAndCountWithinAMillisecond() throws Exception {
    test.close();
    try (TestStore test = database().open(() -> THEN)) {
      long first = test.say(EVERYONE, "one").id().value();

      assertThat(first).isEqualTo(MessageId.firstAt(THEN).value());
      assertThat(test.say(EVERYONE, "two").id().value()).isEqualTo(first + 1);
    }
  }

  @Test
  void idsAscendAfterReopeningThoughTheClockWentBack() throws Exception {
    test.close();
    List<Message> said = new ArrayList<>();
    for (int day = 0; day < 3; day++) {
      Duration back = Duration.ofDays(day);
      try (TestStore test = database().open(() -> THEN.minus(back))) {
        said.add(test.say(EVERYONE, "a"));
        said.add(test.say(EVERYONE, "b"));
      }
    }
    assertThat(said).extracting(Message::id).isSorted().doesNotHaveDuplicates();
    try (TestStore test = database().open(InstantSource.system())) {
      assertThat(test.store.after(EVERYONE, new MessageId(0), 10)).isEqualTo(said);
      assertThat(test.say(EVERYONE, "c").timestamp()).isAfter(THEN);
    }
  }
}
