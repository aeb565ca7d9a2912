package italk.ext.users;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.Sanction;
import italk.engine.api.moderation.Sanction.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a book which is kept is the one that is read. */
class SavedBookTest {

  private static final Instant AT = Instant.ofEpochMilli(1_795_000_000_123L);

  @Test
  void what_is_written_is_read() {
    Sanction ban =
        new Sanction(Kind.BAN, "ban/mute/é", Actor.user("7"), "a: b", AT, Optional.empty());
    Sanction mute =
        new Sanction(
            Kind.MUTE, "8", Actor.extension("guard"), "", AT, Optional.of(AT.plusMillis(1)));

    Book book =
        SavedBook.read(
            Map.of(
                SavedBook.key(Kind.BAN, ban.userId()),
                SavedBook.text(ban),
                SavedBook.key(Kind.MUTE, "8"),
                SavedBook.text(mute),
                SavedBook.rolesKey("9"),
                SavedBook.text(List.of("vip", "admin")),
                "something/else",
                "of a later version"));

    assertThat(book)
        .isEqualTo(
            new Book(
                Map.of(ban.userId(), ban), Map.of("8", mute), Map.of("9", Set.of("admin", "vip"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2\nsomething new", "1\nx\n-\noperator\n", "1\n0\n-\nnobody\n", "1\n0\n-"})
  void what_can_not_be_read_stays_in_force(String text) {
    Book book = SavedBook.read(Map.of("ban/bob", text));

    assertThat(book.bans()).containsOnlyKeys("bob");
    assertThat(book.bans().get("bob").until()).isEmpty();
  }
}
