package italk.ext.ratelimiter;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The section {@code message_rate_limiter} of {@code config.json}. */
@ObjectClassDefinition(
    name = "message_rate_limiter",
    description =
        "Limits how many messages each user may send: so many at once, and so many over time.")
@interface RateLimiterOptions {

  @AttributeDefinition(
      name = "Burst",
      description = "How many messages a user who was silent may send at once.",
      min = "1",
      max = "10000")
  int burst() default 10;

  @AttributeDefinition(
      name = "Messages",
      description = "How many messages a user may send in the long run, per so many seconds.",
      min = "1",
      max = "1000000")
  int messages() default 60;

  @AttributeDefinition(
      name = "Seconds",
      description = "The seconds in which a user may send so many messages.",
      min = "1",
      max = "86400")
  int seconds() default 60;

  @AttributeDefinition(
      name = "Exempt roles",
      description =
          "Users with one of these roles are not limited. A user's roles are the text \"role\" and"
              + " the list of texts \"roles\" of the user's metadata.",
      required = false)
  String[] exempt__roles() default {};

  @AttributeDefinition(
      name = "Message",
      description =
          "What a user reads whose message is refused. {seconds} is replaced by the seconds to"
              + " wait.",
      max = "500")
  String message() default "Trop de messages : réessayez dans {seconds} s.";
}
