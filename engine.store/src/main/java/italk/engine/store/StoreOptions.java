package italk.engine.store;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The options of the store: the section {@code store} of {@code config.json}. */
@ObjectClassDefinition(
    id = StoreOptions.PID,
    localization = "OSGI-INF/l10n/options",
    name = "%name",
    description = "%description")
public @interface StoreOptions {

  /** The PID of the configuration. */
  String PID = "italk.store";

  /** The greatest queue. */
  int MAX_QUEUE = 1_000_000;

  /** The greatest batch. */
  int MAX_BATCH = 100_000;

  /** The filter for the service that makes connections; DS reads it as the reference's target. */
  @AttributeDefinition(
      name = "%driver_target.name",
      description = "%driver_target.description",
      required = false)
  String driver_target() default "(osgi.jdbc.driver.class=org.sqlite.JDBC)";

  /** Where the database is. */
  @AttributeDefinition(name = "%url.name", description = "%url.description", required = false)
  String url() default "";

  /** Who connects to a server. */
  @AttributeDefinition(name = "%user.name", description = "%user.description", required = false)
  String user() default "";

  /** By which password. Private to the component, by its underscore. */
  @AttributeDefinition(
      name = "%password.name",
      description = "%password.description",
      type = AttributeType.PASSWORD,
      required = false)
  String _password() default "";

  /** How many changes may wait. */
  @AttributeDefinition(
      name = "%queue.name",
      description = "%queue.description",
      min = "1",
      max = "" + MAX_QUEUE,
      required = false)
  int queue() default 10_000;

  /** How many changes share a commit. */
  @AttributeDefinition(
      name = "%batch.name",
      description = "%batch.description",
      min = "1",
      max = "" + MAX_BATCH,
      required = false)
  int batch() default 1_000;
}
