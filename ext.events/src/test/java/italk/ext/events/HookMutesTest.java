package italk.ext.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.extension.ActiveHook;
import italk.engine.api.extension.ActiveHooks;
import italk.engine.api.moderation.ModerationRecords;
import italk.ext.events.webhook.MemoryStorage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which hooks are left out, for how long, and what is written down about it. */
class HookMutesTest {

  private static final String TYPE = "MessageInterceptor";

  private final MemoryStorage storage = new MemoryStorage();
  private final Hooks hooks = new Hooks();
  private final List<String> recorded = new ArrayList<>();
  private final ModerationRecords records =
      (ModerationRecords)
          Proxy.newProxyInstance(
              ModerationRecords.class.getClassLoader(),
              new Class<?>[] {ModerationRecords.class},
              (self, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("record");
                recorded.add(
                    arguments[0] + " " + arguments[1] + " " + arguments[2] + " " + arguments[3]);
                assertThat(arguments[5]).hasToString("{type=" + TYPE + "}");
                return null;
              });

  /** Two extensions, of which the second comes later. */
  private static final class Hooks implements ActiveHooks {
    private final Set<String> muted = new HashSet<>();
    private final Set<String> known = new HashSet<>(Set.of("first"));

    @Override
    public List<ActiveHook> list() {
      return List.of(
          new ActiveHook(
              "first",
              TYPE,
              7,
              1,
              muted.contains("first"),
              12,
              3,
              1,
              0,
              Duration.ofNanos(12_345),
              Duration.ofMillis(2)));
    }

    @Override
    public void mute(String extension, String type) {
      if (!known.contains(extension) || !type.equals(TYPE)) {
        throw Problem.of(Problem.Code.INVALID, "There is no " + extension + " " + type).exception();
      }
      muted.add(extension);
    }

    @Override
    public void unmute(String extension, String type) {
      muted.remove(extension);
    }
  }

  @Test
  void a_hook_is_muted_until_it_is_unmuted_and_both_are_recorded() {
    HookCommands commands = new HookCommands(start());

    assertThat(commands.mutehook("first", TYPE, "it rejects all"))
        .isEqualTo(
            "MessageInterceptor of first is muted, until: unmutehook first MessageInterceptor");
    assertThat(hooks.muted).containsExactly("first");
    assertThat(commands.hooks()).contains("muted", "0.012 ms", "2.000 ms", "12  ");
    assertThat(commands.unmutehook("first", TYPE))
        .isEqualTo("MessageInterceptor of first is asked or told again.");

    assertThat(hooks.muted).isEmpty();
    assertThat(storage.all()).isEmpty();
    assertThat(recorded)
        .containsExactly(
            "operator mute_hook extension first it rejects all",
            "operator unmute_hook extension first ");
    assertThat(commands.unmutehook("first", TYPE)).contains("was not muted");
    assertThat(recorded).hasSize(2);
  }

  @Test
  void it_is_given_back_at_the_end_and_muted_again_afterwards() {
    HookMutes mutes = start();
    mutes.mute("first", TYPE, "");

    mutes.deactivate();
    assertThat(hooks.muted).isEmpty();

    start();
    assertThat(hooks.muted).containsExactly("first");
    assertThat(recorded).as("only what somebody wanted").hasSize(1);
  }

  @Test
  void what_is_not_there_is_muted_when_it_comes() {
    hooks.known.add("second");
    HookMutes before = start();
    before.mute("second", TYPE, "");
    before.deactivate();
    hooks.known.remove("second");
    HookMutes mutes = start();
    assertThat(hooks.muted).isEmpty();

    hooks.known.add("second");
    mutes.muteWhatIsLeft();

    assertThat(hooks.muted).containsExactly("second");
  }

  @Test
  void what_is_no_hook_is_said_and_not_kept() {
    HookMutes mutes = start();

    assertThatThrownBy(() -> mutes.mute("nobody", TYPE, ""))
        .isInstanceOf(EngineException.class)
        .hasMessage("There is no nobody MessageInterceptor");
    assertThatThrownBy(() -> mutes.mute("first", TYPE, "x".repeat(1_001)))
        .hasMessage("A reason has at most 1000 characters, found 1001.");
    assertThat(hooks.muted).isEmpty();
    assertThat(storage.all()).isEmpty();
    assertThat(recorded).isEmpty();
  }

  @Test
  void what_can_not_be_kept_is_not_muted() {
    HookMutes mutes = start();
    storage.fail(true);

    assertThatThrownBy(() -> mutes.mute("first", TYPE, "")).hasMessage("The disk is full.");

    assertThat(hooks.muted).isEmpty();
    assertThat(recorded).isEmpty();
  }

  private HookMutes start() {
    return new HookMutes(hooks, storage, records);
  }
}
