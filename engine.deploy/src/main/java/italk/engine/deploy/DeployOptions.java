package italk.engine.deploy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The section {@code deploy} of {@code config.json}. */
@ObjectClassDefinition(
    localization = "OSGI-INF/l10n/options",
    name = "%name",
    description = "%description")
@interface DeployOptions {

  /** Where the options are in Config Admin. */
  String PID = "italk.deploy";

  /** Whether only signed jars become bundles. */
  @AttributeDefinition(name = "%signed_only.name", description = "%signed_only.description")
  boolean signed__only() default false;

  /** How many versions of each extension are kept. */
  @AttributeDefinition(
      name = "%kept_versions.name",
      description = "%kept_versions.description",
      min = "1",
      max = "100")
  int kept__versions() default 5;

  /** How long a new version may take. */
  @AttributeDefinition(
      name = "%activation_timeout_ms.name",
      description = "%activation_timeout_ms.description",
      min = "100",
      max = "600000")
  long activation__timeout__ms() default 2000;

  /** How long a new version is watched. */
  @AttributeDefinition(
      name = "%probation_ms.name",
      description = "%probation_ms.description",
      min = "0",
      max = "86400000")
  long probation__ms() default 60000;
}
