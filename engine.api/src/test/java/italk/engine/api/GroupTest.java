package italk.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Group.Role;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupTest {

  private static Group group(Map<String, Role> members) {
    return new Group("team", Group.Visibility.PRIVATE, Metadata.EMPTY, members, Instant.EPOCH);
  }

  @Test
  void itsMembersAreACopyInTheOrderOfTheirComing() {
    Map<String, Role> given = new LinkedHashMap<>();
    given.put("zoe", Role.OWNER);
    given.put("adam", Role.MEMBER);
    Group group = group(given);
    given.put("later", Role.MEMBER);

    assertThat(group.members().keySet()).containsExactly("zoe", "adam");
    assertThatThrownBy(() -> group.members().put("x", Role.MEMBER))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void changingItGivesAnother() {
    Group empty = group(Map.of());
    Group two = empty.withMember("a", Role.OWNER).withMember("b", Role.MEMBER);
    Group promoted = two.withMember("b", Role.MODERATOR);

    assertThat(empty.members()).isEmpty();
    assertThat(two.members()).containsEntry("b", Role.MEMBER);
    assertThat(promoted.members())
        .containsExactly(Map.entry("a", Role.OWNER), Map.entry("b", Role.MODERATOR));
    assertThat(promoted.withoutMember("a").members().keySet()).containsExactly("b");
    assertThat(promoted.withoutMember("nobody")).isEqualTo(promoted);
    assertThat(promoted.hasMember("a")).isTrue();
    assertThat(promoted.withoutMember("a").hasMember("a")).isFalse();
    Metadata metadata = Metadata.of(Map.of("topic", "cats"));
    assertThat(two.withMetadata(metadata).metadata()).isEqualTo(metadata);
    assertThat(two.withMetadata(metadata).members()).isEqualTo(two.members());
    assertThat(two.withMetadata(metadata).visibility()).isEqualTo(Group.Visibility.PRIVATE);
    assertThatThrownBy(() -> two.withMember("c", null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void itHasAtMostTenThousandMembers() {
    Map<String, Role> members = new LinkedHashMap<>();
    IntStream.range(0, Group.MAX_MEMBERS).forEach(i -> members.put("u" + i, Role.MEMBER));
    Group full = group(members);

    assertThat(full.withMember("u0", Role.OWNER).members()).hasSize(Group.MAX_MEMBERS);
    assertThatThrownBy(() -> full.withMember("one more", Role.MEMBER))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("at most 10000 members")
        .hasMessageContaining("team");
  }
}
