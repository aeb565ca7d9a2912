package italk.ext.advancedlogging;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The section {@code advanced_logging} of {@code config.json}. */
@ObjectClassDefinition(
    name = "advanced_logging",
    description = "Writes what happens to a file that is rotated when it is full.")
@interface AdvancedLoggingOptions {

  @AttributeDefinition(
      name = "File",
      description =
          "The file; where it is no absolute path, in the engine's folder for logs. The backups lie"
              + " beside it, with .1 (the newest), .2 and so on added.",
      max = "1000")
  String file() default "advanced_engine.log";

  @AttributeDefinition(
      name = "Level",
      description = "What is written: this and everything more severe.",
      options = {
        @Option(label = "DEBUG", value = "DEBUG"),
        @Option(label = "INFO", value = "INFO"),
        @Option(label = "WARNING", value = "WARNING"),
        @Option(label = "WARN", value = "WARN"),
        @Option(label = "ERROR", value = "ERROR")
      })
  String level() default "INFO";

  @AttributeDefinition(
      name = "Bytes",
      description = "How large the file may get before it is rotated.",
      min = "1024",
      max = "1000000000000")
  long max__bytes() default 2_000_000;

  @AttributeDefinition(
      name = "Backups",
      description = "How many full files are kept; 0 keeps none.",
      min = "0",
      max = "100")
  int backup__count() default 3;
}
