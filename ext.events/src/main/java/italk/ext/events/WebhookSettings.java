package italk.ext.events;

import italk.ext.events.fact.Patterns;
import italk.ext.events.webhook.Dispatch;
import italk.ext.events.webhook.RetryRules;
import italk.ext.events.webhook.Signature;
import italk.ext.events.webhook.Webhook;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the options about webhooks: lists of {@code NAME=VALUE}. No URL and no secret is ever in a
 * message.
 */
final class WebhookSettings {

  /** How many webhooks there may be: each has a thread. */
  static final int MAX_WEBHOOKS = 16;

  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,32}");
  private static final int MIN_SECRET = 16;

  private WebhookSettings() {}

  /**
   * What the options say.
   *
   * @throws IllegalArgumentException where they say nothing that can be done, with why
   */
  static Dispatch.Plan of(EventsOptions options) {
    Map<String, List<String>> urls = entries("webhooks", options.webhooks());
    Map<String, List<String>> events = of(urls, "webhook_events", options.webhook__events());
    Map<String, List<String>> conversations =
        of(urls, "webhook_conversations", options.webhook__conversations());
    Map<String, List<String>> secrets = of(urls, "webhook_secrets", options._webhook__secrets());
    if (urls.size() > MAX_WEBHOOKS) {
      throw wrong("webhooks", "at most " + MAX_WEBHOOKS + ", found " + urls.size());
    }
    List<Webhook> webhooks = new ArrayList<>();
    urls.forEach(
        (name, values) ->
            webhooks.add(
                new Webhook(
                    name,
                    url(name, values),
                    Patterns.orAll(events.getOrDefault(name, List.of())),
                    Optional.ofNullable(conversations.get(name)).map(Patterns::new),
                    Optional.ofNullable(secrets.get(name)).map(it -> signature(name, it)))));
    return new Dispatch.Plan(
        webhooks, retryRules(options), options.include__content(), options.webhook__outbox());
  }

  private static RetryRules retryRules(EventsOptions options) {
    return new RetryRules(
        options.webhook__attempts(),
        Duration.ofSeconds(options.webhook__max__age__s()),
        Duration.ofMillis(options.webhook__first__delay__ms()),
        Duration.ofMillis(
            Math.max(options.webhook__max__delay__ms(), options.webhook__first__delay__ms())),
        Duration.ofMillis(options.webhook__timeout__ms()));
  }

  private static Map<String, List<String>> of(
      Map<String, List<String>> urls, String option, String[] values) {
    Map<String, List<String>> entries = entries(option, values);
    for (String name : entries.keySet()) {
      if (!urls.containsKey(name)) {
        throw wrong(option, "names of webhooks, found \"" + name + "\", which is none");
      }
    }
    return entries;
  }

  private static Map<String, List<String>> entries(String option, String[] values) {
    Map<String, List<String>> entries = new LinkedHashMap<>();
    for (String value : values) {
      int equals = value.indexOf('=');
      String name = equals < 0 ? "" : value.substring(0, equals).strip();
      String rest = value.substring(equals + 1).strip();
      if (!NAME.matcher(name).matches() || rest.isEmpty()) {
        // The value is not repeated: it may hold a secret.
        throw wrong(
            option,
            "NAME=VALUE with a name of 1 to 32 lower-case letters, digits, - and _, found something"
                + " else");
      }
      entries.computeIfAbsent(name, it -> new ArrayList<>()).add(rest);
    }
    return entries;
  }

  private static URI url(String name, List<String> values) {
    if (values.size() > 1) {
      throw wrong("webhooks", "one URL for \"" + name + "\", found " + values.size());
    }
    URI url = uri(name, values.get(0));
    boolean isHttp = "http".equalsIgnoreCase(url.getScheme());
    if (!(isHttp || "https".equalsIgnoreCase(url.getScheme())) || url.getHost() == null) {
      throw wrong("webhooks", "an http or https URL with a host for \"" + name + "\"");
    } else if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw wrong("webhooks", "a URL without user name and fragment for \"" + name + "\"");
    }
    return url;
  }

  private static URI uri(String name, String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      throw wrong("webhooks", "a URL for \"" + name + "\", found something else");
    }
  }

  private static Signature signature(String name, List<String> values) {
    if (values.size() > 1) {
      throw wrong("webhook_secrets", "one secret for \"" + name + "\", found " + values.size());
    }
    int length = values.get(0).length();
    if (length < MIN_SECRET) {
      throw wrong(
          "webhook_secrets",
          "at least " + MIN_SECRET + " characters for \"" + name + "\", found " + length);
    }
    return new Signature(values.get(0));
  }

  private static IllegalArgumentException wrong(String option, String expected) {
    return new IllegalArgumentException(
        "events_management." + option + ": expected " + expected + ".");
  }
}
