package italk.ext.welcome;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The section {@code welcome} of {@code config.json}. */
@ObjectClassDefinition(
    localization = "OSGI-INF/l10n/options",
    name = "%name",
    description = "%description")
@interface WelcomeOptions {

  @AttributeDefinition(name = "%message.name", description = "%message.description", max = "2000")
  String message() default "Bienvenue, {username} !";

  @AttributeDefinition(
      name = "%messages.name",
      description = "%messages.description",
      required = false)
  String[] messages() default {};

  @AttributeDefinition(
      name = "%returning_message.name",
      description = "%returning_message.description",
      required = false,
      max = "2000")
  String returning__message() default "";

  @AttributeDefinition(
      name = "%returning_messages.name",
      description = "%returning_messages.description",
      required = false)
  String[] returning__messages() default {};

  @AttributeDefinition(
      name = "%language_key.name",
      description = "%language_key.description",
      required = false)
  String language__key() default "locale";

  @AttributeDefinition(name = "%group.name", description = "%group.description", required = false)
  String group() default "";

  @AttributeDefinition(
      name = "%group_message.name",
      description = "%group_message.description",
      required = false,
      max = "2000")
  String group__message() default "{username} est là.";

  @AttributeDefinition(name = "%sender.name", description = "%sender.description", required = false)
  String sender() default "welcome";
}
