package italk.ext.events;

import static italk.ext.events.TestOptions.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import italk.ext.events.webhook.Dispatch;
import italk.ext.events.webhook.Webhook;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the lists of NAME=VALUE say, and what is said where they say nothing. */
class WebhookSettingsTest {

  private static final String SECRET = "0123456789abcdef";

  @Test
  void what_belongs_to_a_name_is_put_together() {
    Dispatch.Plan plan =
        WebhookSettings.of(
            TestOptions.with(
                Map.of(
                    "webhooks", list("crm=https://crm.example/x?a=b", "log = http://[::1]:8080/"),
                    "webhook__events", list("crm=message_sent", "crm=group_*"),
                    "webhook__conversations", list("crm=group:a=b, c"),
                    "_webhook__secrets", list("crm=" + SECRET))));

    assertThat(plan.webhooks()).extracting(Webhook::name).containsExactly("crm", "log");
    Webhook crm = plan.webhooks().get(0);
    assertThat(crm.url()).hasToString("https://crm.example/x?a=b");
    assertThat(crm.events().patterns()).containsExactly("message_sent", "group_*");
    assertThat(crm.conversations().orElseThrow().patterns()).containsExactly("group:a=b, c");
    assertThat(crm.signature()).isPresent();
    Webhook log = plan.webhooks().get(1);
    assertThat(log.events().matches("anything")).isTrue();
    assertThat(log.conversations()).isEmpty();
    assertThat(log.signature()).isEmpty();
    assertThat(plan.toString()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "webhooks,https://token@secret-host/,NAME=VALUE",
    "webhooks,Crm=https://secret-host/,lower-case",
    "webhooks,crm=,NAME=VALUE",
    "webhooks,crm=ftp://secret-host/,http or https",
    "webhooks,crm=file:///secret-host,http or https",
    "webhooks,crm=https:///secret-host,http or https",
    "webhooks,crm=not a secret-host,a URL for \"crm\"",
    "webhooks,crm=https://a:secret-host@host/,without user name",
    "webhook__events,other=message_sent,other",
    "webhook__conversations,other=everyone,other",
    "_webhook__secrets,other=secret-host-of-some-length,other",
    "_webhook__secrets,crm=secret-host,at least 16"
  })
  void what_is_wrong_is_named_and_nothing_secret_is_shown(
      String option, String value, String expected) {
    Map<String, String[]> changed =
        option.equals("webhooks")
            ? Map.of(option, list(value))
            : Map.of("webhooks", list("crm=https://host/"), option, list(value));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebhookSettings.of(TestOptions.with(changed)))
        .withMessageContaining(expected)
        .withMessageStartingWith("events_management.webhook")
        .satisfies(it -> assertThat(it.getMessage()).doesNotContain("secret-host"));
  }

  @Test
  void there_are_not_too_many_and_none_twice() {
    String[] many =
        IntStream.rangeClosed(0, WebhookSettings.MAX_WEBHOOKS)
            .mapToObj(i -> "w" + i + "=https://host/")
            .toArray(String[]::new);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebhookSettings.of(TestOptions.with(Map.of("webhooks", many))))
        .withMessageContaining("at most 16, found 17");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                WebhookSettings.of(
                    TestOptions.with(
                        Map.of("webhooks", list("a=https://host/", "a=https://host/")))))
        .withMessageContaining("one URL for \"a\", found 2");
  }
}
