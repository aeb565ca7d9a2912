package italk.engine.store;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The options of the store: the section {@code store} of {@code config.json}. */
@ObjectClassDefinition(
    id = StoreOptions.PID,
    name = "Italk-Engine store",
    description = "Where users, groups and messages are kept, and how they are written.")
public @interface StoreOptions {

  /** The PID of the configuration. */
  String PID = "italk.store";

  /** The greatest queue. */
  int MAX_QUEUE = 1_000_000;

  /** The greatest batch. */
  int MAX_BATCH = 100_000;

  /** The filter for the service that makes connections; DS reads it as the reference's target. */
  @AttributeDefinition(
      name = "Driver",
      description =
          "A filter for the DataSourceFactory service that connects to the database; its property"
              + " osgi.jdbc.driver.class is the class of the JDBC driver.",
      required = false)
  String driver_target() default "(osgi.jdbc.driver.class=org.sqlite.JDBC)";

  /** Where the database is. */
  @AttributeDefinition(
      name = "URL",
      description =
          "The JDBC URL of the database: jdbc:sqlite:FILE. Empty for the file italk.db in the data"
              + " folder (italk.data).",
      required = false)
  String url() default "";

  /** How many changes may wait. */
  @AttributeDefinition(
      name = "Queue",
      description =
          "How many changes may wait to be stored. What is more is refused as temporarily"
              + " unavailable.",
      min = "1",
      max = "" + MAX_QUEUE,
      required = false)
  int queue() default 10_000;

  /** How many changes share a commit. */
  @AttributeDefinition(
      name = "Batch",
      description = "How many of the changes that wait may share one durable commit.",
      min = "1",
      max = "" + MAX_BATCH,
      required = false)
  int batch() default 1_000;
}
