package italk.ext.advancedlogging;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The section {@code advanced_logging} of {@code config.json}. */
@ObjectClassDefinition(
    localization = "OSGI-INF/l10n/options",
    name = "%name",
    description = "%description")
@interface AdvancedLoggingOptions {

  @AttributeDefinition(name = "%file.name", description = "%file.description", max = "1000")
  String file() default "advanced_engine.log";

  @AttributeDefinition(
      name = "%level.name",
      description = "%level.description",
      options = {
        @Option(label = "DEBUG", value = "DEBUG"),
        @Option(label = "INFO", value = "INFO"),
        @Option(label = "WARNING", value = "WARNING"),
        @Option(label = "WARN", value = "WARN"),
        @Option(label = "ERROR", value = "ERROR")
      })
  String level() default "INFO";

  @AttributeDefinition(
      name = "%max_bytes.name",
      description = "%max_bytes.description",
      min = "1024",
      max = "1000000000000")
  long max__bytes() default 2_000_000;

  @AttributeDefinition(
      name = "%backup_count.name",
      description = "%backup_count.description",
      min = "0",
      max = "100")
  int backup__count() default 3;

  @AttributeDefinition(
      name = "%format.name",
      description = "%format.description",
      options = {
        @Option(label = "%format_plain.name", value = "plain"),
        @Option(label = "%format_json.name", value = "json")
      },
      required = false)
  String format() default "plain";

  @AttributeDefinition(
      name = "%pattern.name",
      description = "%pattern.description",
      required = false,
      max = "500")
  String pattern() default "";

  @AttributeDefinition(
      name = "%content.name",
      description = "%content.description",
      options = {
        @Option(label = "%content_full.name", value = "full"),
        @Option(label = "%content_masked.name", value = "masked"),
        @Option(label = "%content_none.name", value = "none")
      },
      required = false)
  String content() default "full";

  @AttributeDefinition(
      name = "%audit_file.name",
      description = "%audit_file.description",
      required = false,
      max = "1000")
  String audit__file() default "audit.log";
}
