package italk.ext.events;

import static italk.ext.events.TestOptions.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import italk.engine.api.Engine;
import italk.engine.api.Messages;
import italk.ext.events.webhook.MemoryStorage;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Webhooks as their options change, and what their command says. */
class WebhooksTest {

  private static final EventsOptions ONE =
      TestOptions.with(Map.of("webhooks", list("crm=http://127.0.0.1:1/secret-path")));
  private static final EventsOptions WRONG =
      TestOptions.with(Map.of("webhooks", list("crm=ftp://127.0.0.1/")));

  private final MemoryStorage storage = new MemoryStorage();
  private final Messages messages = answering(Messages.class, Map.of("since", List.of()));
  private final Engine engine = answering(Engine.class, Map.of("messages", messages));
  private Webhooks webhooks;

  @AfterEach
  void end() {
    webhooks.deactivate();
  }

  @Test
  void wrong_options_change_nothing_and_are_said() {
    webhooks = new Webhooks(engine, storage, ONE);
    WebhookCommands commands = new WebhookCommands(webhooks);
    assertThat(commands.webhooks())
        .contains("crm", "http://127.0.0.1:1/…")
        .doesNotContain("secret-path")
        .doesNotContain("not in force");

    webhooks.modified(WRONG);
    assertThat(commands.webhooks())
        .contains("http://127.0.0.1:1/…")
        .contains("not in force: events_management.webhooks: expected an http or https URL");

    webhooks.modified(TestOptions.defaults());
    assertThat(commands.webhooks()).startsWith("There are no webhooks.").doesNotContain("force");
  }

  @Test
  void wrong_options_at_the_start_forget_nothing() {
    webhooks = new Webhooks(engine, storage, ONE);
    webhooks.deactivate();
    assertThat(storage.all()).containsOnlyKeys("webhook/crm/position");

    webhooks = new Webhooks(engine, storage, WRONG);
    assertThat(new WebhookCommands(webhooks).webhooks()).contains("not in force");
    webhooks.deactivate();

    assertThat(storage.all()).containsOnlyKeys("webhook/crm/position");
  }

  @Test
  void what_is_no_action_is_said() {
    webhooks = new Webhooks(engine, storage, ONE);
    WebhookCommands commands = new WebhookCommands(webhooks);

    assertThat(commands.webhooks("dead")).isEqualTo("There are no dead letters.");
    assertThat(commands.webhooks("drop", "all")).isEqualTo("0 dead letters thrown away.");
    assertThatThrownBy(() -> commands.webhooks("bury")).hasMessageContaining("webhooks dead");
    assertThatThrownBy(() -> commands.webhooks("bury", "x")).hasMessageContaining("webhooks dead");
    assertThatThrownBy(() -> commands.webhooks("retry", "x")).hasMessageContaining("\"x\"");
  }

  private static <T> T answering(Class<T> type, Map<String, ?> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              assertThat(answers.containsKey(method.getName())).as(method.toString()).isTrue();
              return answers.get(method.getName());
            }));
  }
}
