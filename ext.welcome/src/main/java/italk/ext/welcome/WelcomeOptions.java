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
}
