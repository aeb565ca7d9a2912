package italk.ext.events;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The section {@code events_management} of {@code config.json}. */
@ObjectClassDefinition(
    localization = "OSGI-INF/l10n/options",
    name = "%name",
    description = "%description")
@interface EventsOptions {

  @AttributeDefinition(
      name = "%recent_events.name",
      description = "%recent_events.description",
      min = "0",
      max = "1000")
  int recent__events() default 100;

  @AttributeDefinition(name = "%event_admin_out.name", description = "%event_admin_out.description")
  boolean event__admin__out() default false;

  @AttributeDefinition(
      name = "%event_admin_events.name",
      description = "%event_admin_events.description",
      required = false)
  String[] event__admin__events() default {};

  @AttributeDefinition(name = "%event_admin_in.name", description = "%event_admin_in.description")
  boolean event__admin__in() default false;

  @AttributeDefinition(
      name = "%event_admin_types.name",
      description = "%event_admin_types.description",
      required = false)
  String[] event__admin__types() default {};

  @AttributeDefinition(
      name = "%webhooks.name",
      description = "%webhooks.description",
      required = false)
  String[] webhooks() default {};

  @AttributeDefinition(
      name = "%webhook_events.name",
      description = "%webhook_events.description",
      required = false)
  String[] webhook__events() default {};

  @AttributeDefinition(
      name = "%webhook_conversations.name",
      description = "%webhook_conversations.description",
      required = false)
  String[] webhook__conversations() default {};

  /** Private to the component by its first underscore: it is no property of any service. */
  @AttributeDefinition(
      type = AttributeType.PASSWORD,
      name = "%webhook_secrets.name",
      description = "%webhook_secrets.description",
      required = false)
  String[] _webhook__secrets() default {};

  @AttributeDefinition(name = "%include_content.name", description = "%include_content.description")
  boolean include__content() default true;

  @AttributeDefinition(
      name = "%webhook_attempts.name",
      description = "%webhook_attempts.description",
      min = "1",
      max = "100")
  int webhook__attempts() default 12;

  @AttributeDefinition(
      name = "%webhook_max_age_s.name",
      description = "%webhook_max_age_s.description",
      min = "1",
      max = "2592000")
  int webhook__max__age__s() default 86_400;

  @AttributeDefinition(
      name = "%webhook_first_delay_ms.name",
      description = "%webhook_first_delay_ms.description",
      min = "10",
      max = "60000")
  int webhook__first__delay__ms() default 1_000;

  @AttributeDefinition(
      name = "%webhook_max_delay_ms.name",
      description = "%webhook_max_delay_ms.description",
      min = "10",
      max = "3600000")
  int webhook__max__delay__ms() default 300_000;

  @AttributeDefinition(
      name = "%webhook_timeout_ms.name",
      description = "%webhook_timeout_ms.description",
      min = "100",
      max = "60000")
  int webhook__timeout__ms() default 5_000;

  @AttributeDefinition(
      name = "%webhook_outbox.name",
      description = "%webhook_outbox.description",
      min = "10",
      max = "10000")
  int webhook__outbox() default 1_000;
}
