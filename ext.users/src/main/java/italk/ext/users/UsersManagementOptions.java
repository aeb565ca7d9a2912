package italk.ext.users;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The section {@code users_management} of {@code config.json}. */
@ObjectClassDefinition(
    localization = "OSGI-INF/l10n/options",
    name = "%name",
    description = "%description")
@interface UsersManagementOptions {

  @AttributeDefinition(
      name = "%roles.name",
      description = "%roles.description",
      required = false,
      cardinality = 1000)
  String[] roles() default {
    "admin=*", "moderator=users.ban,users.mute,groups.moderate,messages.moderate,messages.unlimited"
  };

  @AttributeDefinition(
      name = "%role_metadata.name",
      description = "%role_metadata.description",
      required = false,
      max = "128")
  String role__metadata() default "";
}
