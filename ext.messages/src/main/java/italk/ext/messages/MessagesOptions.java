package italk.ext.messages;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The section {@code messages_management} of {@code config.json}. */
@ObjectClassDefinition(
    localization = "OSGI-INF/l10n/options",
    name = "%name",
    description = "%description")
@interface MessagesOptions {

  @AttributeDefinition(
      name = "%edit_window_seconds.name",
      description = "%edit_window_seconds.description",
      min = "0",
      max = "315360000")
  int edit__window__seconds() default 900;

  @AttributeDefinition(
      name = "%retract_window_seconds.name",
      description = "%retract_window_seconds.description",
      min = "0",
      max = "315360000")
  int retract__window__seconds() default 3_600;

  @AttributeDefinition(
      name = "%max_pins.name",
      description = "%max_pins.description",
      min = "0",
      max = "100")
  int max__pins() default 20;

  @AttributeDefinition(
      name = "%max_open_reports.name",
      description = "%max_open_reports.description",
      min = "1",
      max = "10000")
  int max__open__reports() default 1_000;

  @AttributeDefinition(
      name = "%max_open_reports_per_user.name",
      description = "%max_open_reports_per_user.description",
      min = "1",
      max = "10000")
  int max__open__reports__per__user() default 20;

  @AttributeDefinition(
      name = "%filters.name",
      description = "%filters.description",
      required = false)
  String[] filters() default {};

  @AttributeDefinition(
      name = "%filter_disguised_words.name",
      description = "%filter_disguised_words.description")
  boolean filter__disguised__words() default true;

  @AttributeDefinition(
      name = "%max_links.name",
      description = "%max_links.description",
      min = "-1",
      max = "10000")
  int max__links() default -1;

  @AttributeDefinition(
      name = "%max_mentions.name",
      description = "%max_mentions.description",
      min = "-1",
      max = "10000")
  int max__mentions() default -1;

  @AttributeDefinition(
      name = "%retention_days.name",
      description = "%retention_days.description",
      min = "0",
      max = "36500")
  int retention__days() default 0;

  @AttributeDefinition(
      name = "%retention_messages.name",
      description = "%retention_messages.description",
      min = "0",
      max = "1000000000")
  int retention__messages() default 0;

  @AttributeDefinition(
      name = "%retention_rules.name",
      description = "%retention_rules.description",
      required = false)
  String[] retention__rules() default {};

  @AttributeDefinition(
      name = "%retention_interval_seconds.name",
      description = "%retention_interval_seconds.description",
      min = "1",
      max = "604800")
  int retention__interval__seconds() default 3_600;
}
