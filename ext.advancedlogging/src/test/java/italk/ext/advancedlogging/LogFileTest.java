package italk.ext.advancedlogging;

import static italk.ext.advancedlogging.TestOptions.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is checked before Pax Logging hears of it, and what it hears. */
class LogFileTest {

  @TempDir private Path folder;

  @BeforeEach
  void a_folder_that_is_absolute() {
    assertThat(folder).isAbsolute();
  }

  @Test
  void a_relative_path_begins_in_the_folder_for_logs_and_its_folders_are_made() {
    LogFile file = LogFile.of(file("a/b/engine.log").options(), folder);

    assertThat(file.path()).isEqualTo(folder.resolve("a/b/engine.log")).isRegularFile();
  }

  @Test
  void an_absolute_path_is_taken_as_it_is(@TempDir Path elsewhere) {
    Path path = elsewhere.resolve("engine.log");

    assertThat(LogFile.of(file(path.toString()).options(), folder).path()).isEqualTo(path);
  }

  @Test
  void what_is_in_the_file_already_stays() throws Exception {
    Path path = Files.writeString(folder.resolve("engine.log"), "before\n");

    LogFile.of(file("engine.log").options(), folder);

    assertThat(path).hasContent("before\n");
  }

  @ParameterizedTest
  @CsvSource({"DEBUG,DEBUG", "INFO,INFO", "warning,WARN", "WARN,WARN", "ERROR,ERROR"})
  void levels_have_the_names_of_the_original(String option, String level) {
    assertThat(LogFile.of(file("x.log").level(option).options(), folder).level()).isEqualTo(level);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LOUD", "CRITICAL"})
  void another_level_is_named(String level) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogFile.of(file("x.log").level(level).options(), folder))
        .withMessage(
            "advanced_logging.level is DEBUG, INFO, WARNING or ERROR, found \"" + level + "\".");
  }

  @ParameterizedTest
  @CsvSource({
    "1023,3,max_bytes is 1024 to 1000000000000",
    "-1,3,max_bytes",
    "2000,-1,backup_count is 0 to 100",
    "2000,101,backup_count"
  })
  void sizes_out_of_bounds_are_named(long maxBytes, int backupCount, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogFile.of(file("x.log").sizes(maxBytes, backupCount).options(), folder))
        .withMessageContaining("advanced_logging." + message);
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "${env:HOME}/x.log", "100%.log", "a\nb.log", "a\0b.log"})
  void a_path_that_means_something_else_to_log4j_is_refused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogFile.of(file(path).options(), folder))
        .withMessageContaining("advanced_logging.file is a path");
  }

  @Test
  void a_file_that_cannot_be_written_is_named() throws Exception {
    Files.createFile(folder.resolve("plain"));
    Files.createDirectory(folder.resolve("directory"));

    for (String path : new String[] {"plain/x.log", "directory"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LogFile.of(file(path).options(), folder))
          .withMessageContaining("advanced_logging.file \"" + folder.resolve(path) + "\"")
          .withMessageContaining("can't be written");
    }
  }

  @Test
  void a_line_is_one_line_in_every_format() {
    assertThat(pattern(file("x.log"))).startsWith("%enc{").endsWith("}{CRLF}%n");
    assertThat(pattern(file("x.log").with("pattern", "%d{ISO8601} %m")))
        .isEqualTo("%enc{%d{ISO8601} %m%notEmpty{ %ex}}{CRLF}%n");
    assertThat(pattern(file("x.log").with("format", "json")))
        .contains("\"%enc{%m}{JSON}\"", "%enc{%ex}{JSON}")
        .endsWith("}%n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%d %p", "%m${env:HOME}", "%m%n", "%m}", "{%m", "}%m{", "%m\n"})
  void a_pattern_that_would_break_out_or_says_nothing_is_refused(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pattern(file("x.log").with("pattern", pattern)))
        .withMessageContaining("advanced_logging.pattern")
        .withMessageContaining(pattern);
  }

  @Test
  void another_format_and_a_pattern_for_json_are_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pattern(file("x.log").with("format", "xml")))
        .withMessage("advanced_logging.format is \"plain\" or \"json\", found \"xml\".");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pattern(file("x.log").with("format", "json").with("pattern", "%m")))
        .withMessageContaining("advanced_logging.pattern");
  }

  private String pattern(TestOptions options) {
    return keys(options).get("log4j2.appender.advanced_logging.layout.pattern");
  }

  @Test
  void every_key_can_be_told_from_everybody_elses() {
    assertThat(keys(file("x.log")).keySet())
        .isNotEmpty()
        .allMatch(key -> key.startsWith("log4j2.") && key.contains(AppenderKeys.OWN));
  }

  @Test
  void a_higher_threshold_takes_nothing_from_other_appenders() {
    Map<String, String> keys = keys(file("x.log").level("ERROR"));

    assertThat(keys)
        .containsEntry("log4j2.logger.advanced_logging.name", "italk")
        .containsEntry("log4j2.logger.advanced_logging.level", "INFO")
        .containsEntry(
            "log4j2.logger.advanced_logging.appenderRef.advanced_logging.level", "ERROR");
    assertThat(keys(file("x.log").level("DEBUG")))
        .containsEntry("log4j2.logger.advanced_logging.level", "DEBUG");
  }

  @Test
  void no_backups_are_said_in_a_way_that_log4j_knows() {
    String strategy = "log4j2.appender.advanced_logging.strategy.";

    assertThat(keys(file("x.log").sizes(2_000, 0)))
        .containsEntry(strategy + "max", "1")
        .containsEntry(strategy + "surplus.type", "Delete")
        .doesNotContainKey(strategy + "surplus.backup.count.exceeds");
    assertThat(keys(file("x.log").sizes(2_000, 7)))
        .containsEntry(strategy + "max", "7")
        .containsEntry(strategy + "surplus.backup.count.exceeds", "7");
  }

  @Test
  void only_backups_of_this_very_file_are_ever_deleted() {
    String regex =
        keys(file("a.log")).get("log4j2.appender.advanced_logging.strategy.surplus.backup.regex");

    assertThat("a.log.1").matches(regex);
    assertThat("a.log.12").matches(regex);
    for (String other : new String[] {"a.log", "axlog.1", "ba.log.1", "a.log.1.gz", "a.log.old"}) {
      assertThat(other).doesNotMatch(regex);
    }
  }

  private Map<String, String> keys(TestOptions options) {
    return AppenderKeys.of(LogFile.of(options.options(), folder), Optional.empty());
  }
}
