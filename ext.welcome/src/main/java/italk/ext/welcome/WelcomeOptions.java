package italk.ext.welcome;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The section {@code welcome} of {@code config.json}. */
@ObjectClassDefinition(
    name = "welcome",
    description = "Greets every session that is opened, with a text for that session alone.")
@interface WelcomeOptions {

  @AttributeDefinition(
      name = "Message",
      description =
          "The greeting. {username}, {user_id}, {online} (how many users are online),"
              + " {metadata.KEY} and {metadata.KEY.KEY} are replaced; metadata that the user"
              + " doesn't have gives nothing. A blank message greets nobody.",
      max = "2000")
  String message() default "Bienvenue, {username} !";
}
