package italk.ext.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Metadata;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options make of roles. */
class RolesTest {

  @Test
  void a_role_allows_what_it_names() {
    Roles roles = roles("admin=*", " moderator = users.ban , messages.moderate ", "vip=");

    assertThat(roles.allow(Set.of("moderator"), "users.ban")).isTrue();
    assertThat(roles.allow(Set.of("moderator"), "users.mute")).isFalse();
    assertThat(roles.allow(Set.of("vip", "admin"), "whatever.there.is")).isTrue();
    assertThat(roles.allow(Set.of("vip", "unheard-of"), "users.ban")).isFalse();
    assertThat(roles.permissions(Set.of("moderator", "vip", "unheard-of")))
        .containsExactlyInAnyOrder("users.ban", "messages.moderate");
    assertThat(roles.known(Set.of("vip", "unheard-of"))).containsExactly("vip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "admin", "=*", "Admin=*", "a b=*", "a=users ban", "a=**", "a=users."})
  void what_is_no_role_is_named(String line) {
    assertThatThrownBy(() -> roles(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("users_management.roles: ")
        .hasMessageContaining("found \"" + line + "\"");
  }

  @Test
  void a_role_stands_there_once() {
    assertThatThrownBy(() -> roles("a=*", "a=users.ban")).hasMessageContaining("once");
  }

  @Test
  void metadata_give_one_role_or_several() {
    Roles roles = Roles.of(World.options("role", "admin=*", "vip="));

    assertThat(roles.in(Metadata.of(Map.of("role", "vip")))).containsExactly("vip");
    assertThat(roles.in(Metadata.of(Map.of("role", List.of("vip", "admin", 1, "x")))))
        .containsExactlyInAnyOrder("vip", "admin");
    assertThat(roles.in(Metadata.of(Map.of("role", Map.of("vip", true))))).isEmpty();
    assertThat(roles.in(Metadata.EMPTY)).isEmpty();
    assertThat(roles("vip=").in(Metadata.of(Map.of("", "vip", "role", "vip")))).isEmpty();
  }

  private static Roles roles(String... lines) {
    return Roles.of(World.options("", lines));
  }
}
