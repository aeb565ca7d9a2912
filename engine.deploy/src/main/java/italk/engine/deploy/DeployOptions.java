package italk.engine.deploy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The section {@code deploy} of {@code config.json}. */
@ObjectClassDefinition(
    name = "Installing and updating extensions",
    description = "How extensions are put in and taken back.")
@interface DeployOptions {

  /** Where the options are in Config Admin. */
  String PID = "italk.deploy";

  /** Whether only signed jars become bundles. */
  @AttributeDefinition(
      name = "Signed only",
      description =
          "Only jars that somebody has signed whose certificate is in conf/trusted are installed."
              + " What runs already when this is switched on is named in the log, and stays until"
              + " the engine is restarted or another version takes its place.")
  boolean signed__only() default false;

  /** How many versions of each extension are kept. */
  @AttributeDefinition(
      name = "Kept versions",
      description = "How many versions of each extension are kept to go back to, with the current.",
      min = "1",
      max = "100")
  int kept__versions() default 5;

  /** How long a new version may take. */
  @AttributeDefinition(
      name = "Activation timeout",
      description =
          "How many milliseconds a new version may take to start, and again to become active and"
              + " healthy, before the version before runs again. Messages wait meanwhile: keep it"
              + " below gate_wait_ms of the engine.",
      min = "100",
      max = "600000")
  long activation__timeout__ms() default 2000;

  /** How long a new version is watched. */
  @AttributeDefinition(
      name = "Probation",
      description =
          "How many milliseconds after an update a new version that falls into quarantine is"
              + " replaced by the version before; 0 for never.",
      min = "0",
      max = "86400000")
  long probation__ms() default 60000;
}
