package italk.ext.events.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.MessageId;
import italk.engine.api.event.CustomEvent;
import italk.engine.api.extension.ExtensionStorage;
import italk.ext.events.fact.EventFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is seen of the log, what is stored of it, and what goes when. */
class OutboxTest {

  private static final MessageId AFTER = new MessageId(5);

  private final List<Long> dropped = new ArrayList<>();
  private final Map<String, String> stored = new HashMap<>();
  private Outbox outbox = outbox(0, 1_000);

  @Test
  void an_event_is_seen_when_it_is_stored_and_not_before() {
    add(1);
    assertThat(outbox.after(0)).isEmpty();
    assertThat(outbox.unsavedAfter()).contains(AFTER);

    save();

    assertThat(outbox.unsavedAfter()).isEmpty();
    assertThat(outbox.after(0).orElseThrow().number()).isEqualTo(1);
    assertThat(outbox.after(1)).isEmpty();
  }

  @Test
  void what_was_stored_is_read_back_whatever_is_in_it() {
    outbox.add(AFTER, event(Map.of("text", "\u0001\"\\😀".repeat(3_000))));
    add(200);
    save();
    assertThat(stored.values())
        .allSatisfy(it -> assertThat(it).hasSizeLessThan(ExtensionStorage.MAX_VALUE_LENGTH));

    List<Outbox.Entry> before = all();
    outbox = outbox(0, 1_000);

    assertThat(all()).isEqualTo(before).hasSize(201);
    assertThat(outbox.last()).isEqualTo(201);
  }

  @Test
  void the_largest_events_fit() {
    for (int i = 0; i < 100; i++) {
      // Each of these is six characters in JSON, and again in the text of the data in JSON.
      outbox.add(AFTER, event(Map.of("text", "\u0001".repeat(2_700))));
    }
    save();

    assertThat(all()).hasSize(100);
    assertThat(stored.values())
        .allSatisfy(it -> assertThat(it).hasSizeLessThan(ExtensionStorage.MAX_VALUE_LENGTH));
  }

  @Test
  void a_number_is_never_given_twice() {
    add(3);
    save();
    outbox.release(List.of(3L)).forEach(stored::remove);
    assertThat(stored).isEmpty();

    outbox = outbox(3, 1_000);
    add(1);
    save();

    assertThat(outbox.after(3).orElseThrow().number()).isEqualTo(4);
  }

  @Test
  void a_piece_goes_when_all_have_been_told_all_of_it() {
    add(Outbox.PIECE + 10);
    save();
    assertThat(stored).hasSize(2);

    assertThat(outbox.release(List.of((long) Outbox.PIECE - 1, 1_000L))).isEmpty();
    assertThat(outbox.release(List.of((long) Outbox.PIECE, 1_000L))).hasSize(1);
    assertThat(all()).hasSize(10);
    assertThat(outbox.release(List.of())).hasSize(1);
    assertThat(all()).isEmpty();
  }

  @Test
  void the_oldest_goes_where_there_are_too_many() {
    outbox = outbox(0, 10);
    add(8);
    save();
    add(5);

    assertThat(dropped).containsExactly(1L, 2L, 3L);
    outbox.resize(4);
    assertThat(dropped).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    save();
    assertThat(all()).hasSize(4);
  }

  private Outbox outbox(long told, int capacity) {
    return new Outbox(stored, told, capacity, entry -> dropped.add(entry.number()));
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      outbox.add(AFTER, event(Map.of("i", i)));
    }
  }

  private static WebhookEvent event(Map<String, ?> payload) {
    return WebhookEvent.of(EventFacts.of(CustomEvent.of("t", payload)), new Random());
  }

  private void save() {
    Optional<Outbox.Piece> piece = outbox.unsavedPiece();
    while (piece.isPresent()) {
      stored.put(piece.get().key(), piece.get().value());
      outbox.saved(piece.get());
      piece = outbox.unsavedPiece();
    }
  }

  private List<Outbox.Entry> all() {
    List<Outbox.Entry> all = new ArrayList<>();
    Optional<Outbox.Entry> next = outbox.after(0);
    while (next.isPresent()) {
      all.add(next.get());
      next = outbox.after(next.get().number());
    }
    return all;
  }
}
