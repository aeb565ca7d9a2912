package italk.ext.ratelimiter;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

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

  @AttributeDefinition(
      name = "%role_limits.name",
      description = "%role_limits.description",
      required = false)
  String[] role__limits() default {};

  @AttributeDefinition(
      name = "%group_limit.name",
      description = "%group_limit.description",
      required = false)
  String group__limit() default "";

  @AttributeDefinition(
      name = "%total_limit.name",
      description = "%total_limit.description",
      required = false)
  String total__limit() default "";

  @AttributeDefinition(
      name = "%repeats.name",
      description = "%repeats.description",
      min = "0",
      max = "1000",
      required = false)
  int repeats() default 0;

  @AttributeDefinition(
      name = "%repeats_of_all.name",
      description = "%repeats_of_all.description",
      min = "0",
      max = "100000",
      required = false)
  int repeats__of__all() default 0;

  @AttributeDefinition(
      name = "%repeat_seconds.name",
      description = "%repeat_seconds.description",
      min = "1",
      max = "86400",
      required = false)
  int repeat__seconds() default 60;

  @AttributeDefinition(
      name = "%action.name",
      description = "%action.description",
      options = {
        @Option(label = "%action_reject.name", value = "reject"),
        @Option(label = "%action_warn.name", value = "warn"),
        @Option(label = "%action_mute.name", value = "mute")
      },
      required = false)
  String action() default "reject";

  @AttributeDefinition(
      name = "%mute_seconds.name",
      description = "%mute_seconds.description",
      min = "1",
      max = "86400",
      required = false)
  int mute__seconds() default 60;

  @AttributeDefinition(name = "%message.name", description = "%message.description", max = "500")
  String message() default "Trop de messages : réessayez dans {seconds} s.";

  @AttributeDefinition(
      name = "%repeat_message.name",
      description = "%repeat_message.description",
      max = "500",
      required = false)
  String repeat__message() default "Vous l'avez déjà dit : réessayez dans {seconds} s.";

  @AttributeDefinition(
      name = "%busy_message.name",
      description = "%busy_message.description",
      max = "500",
      required = false)
  String busy__message() default "Il y a trop de messages ici : réessayez dans {seconds} s.";
}
