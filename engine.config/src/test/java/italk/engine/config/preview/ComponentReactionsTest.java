package italk.engine.config.preview;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.config.preview.Effect.Reaction;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

class ComponentReactionsTest {

  @Test
  void modifiesWhatHasAMethodForIt() {
    Reactions reactions = reactions(component("modified", "optional", "a", "b"));

    assertThat(reactions.to("b", Set.of("x"))).isEqualTo(Reaction.MODIFIED);
  }

  @Test
  void restartsWhatHasNone() {
    assertThat(reactions(component(null, "require", "a")).to("a", Set.of("x")))
        .isEqualTo(Reaction.RESTARTED);
  }

  @Test
  void restartsWhereOneOfSeveralHasNone() {
    Reactions reactions =
        reactions(component("modified", "require", "a"), component(null, "require", "a"));

    assertThat(reactions.to("a", Set.of("x"))).isEqualTo(Reaction.RESTARTED);
  }

  @Test
  void restartsWhereAReferenceGetsAnotherService() {
    assertThat(reactions(component("modified", "require", "a")).to("a", Set.of("driver.target")))
        .isEqualTo(Reaction.RESTARTED);
  }

  @Test
  void doesNotKnowWhatNoComponentUses() {
    Reactions reactions =
        reactions(component("modified", "ignore", "a"), component("modified", "require", "b"));

    assertThat(reactions.to("a", Set.of("x"))).isEqualTo(Reaction.UNKNOWN);
  }

  private static Reactions reactions(ComponentDescriptionDTO... components) {
    return new ComponentReactions(List.of(components));
  }

  private static ComponentDescriptionDTO component(String modified, String policy, String... pids) {
    ComponentDescriptionDTO component = new ComponentDescriptionDTO();
    component.modified = modified;
    component.configurationPolicy = policy;
    component.configurationPid = pids;
    return component;
  }
}
