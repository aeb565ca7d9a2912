package italk.ext.ratelimiter;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The section {@code message_rate_limiter} of {@code config.json}. */
@ObjectClassDefinition(
    localization = "OSGI-INF/l10n/options",
    name = "%name",
    description = "%description")
@interface RateLimiterOptions {

  @AttributeDefinition(
      name = "%burst.name",
      description = "%burst.description",
      min = "1",
      max = "10000")
  int burst() default 10;

  @AttributeDefinition(
      name = "%messages.name",
      description = "%messages.description",
      min = "1",
      max = "1000000")
  int messages() default 60;

  @AttributeDefinition(
      name = "%seconds.name",
      description = "%seconds.description",
      min = "1",
      max = "86400")
  int seconds() default 60;

  @AttributeDefinition(
      name = "%exempt_roles.name",
      description = "%exempt_roles.description",
      required = false)
  String[] exempt__roles() default {};

  @AttributeDefinition(name = "%message.name", description = "%message.description", max = "500")
  String message() default "Trop de messages : réessayez dans {seconds} s.";
}
