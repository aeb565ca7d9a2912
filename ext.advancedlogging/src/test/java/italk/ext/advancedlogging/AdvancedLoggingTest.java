package italk.ext.advancedlogging;

import static italk.ext.advancedlogging.TestOptions.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;

/** The life of the component, and its manners towards the owner of Pax Logging's configuration. */
class AdvancedLoggingTest {

  private static final String FILE_NAME = "log4j2.appender.advanced_logging.fileName";
  private static final Map<String, String> BASE = Map.of("log4j2.rootLogger.level", "INFO");

  @TempDir private Path folder;
  private final MemoryConfigurations configurations = new MemoryConfigurations();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

  @BeforeEach
  void somebody_elses_configuration() {
    configurations.overwrite(BASE);
  }

  @Test
  void the_file_comes_moves_and_goes() throws Exception {
    AdvancedLogging logging = start(file("a.log"));
    assertThat(configurations.keys()).containsEntry(FILE_NAME, folder.resolve("a.log").toString());

    logging.modified(file("b.log").options());
    assertThat(configurations.keys()).containsEntry(FILE_NAME, folder.resolve("b.log").toString());

    logging.deactivate();
    assertThat(configurations.keys()).isEqualTo(BASE);
  }

  @Test
  void the_folder_is_that_for_logs_else_the_home() throws Exception {
    Map<String, String> properties =
        Map.of("italk.log", folder + "/log", "italk.home", folder + "/home");

    start(properties, file("a.log"));
    assertThat(configurations.keys()).containsEntry(FILE_NAME, folder + "/log/a.log");

    start(Map.of("italk.home", folder + "/home"), file("a.log"));
    assertThat(configurations.keys()).containsEntry(FILE_NAME, folder + "/home/a.log");
  }

  @Test
  void a_change_that_is_not_possible_changes_nothing() throws Exception {
    AdvancedLogging logging = start(file("a.log"));
    Map<String, Object> before = configurations.keys();

    logging.modified(file("b.log").level("LOUD").options());
    logging.modified(file("a.log/b.log").options());
    configurations.fail(true);
    logging.modified(file("c.log").options());
    configurations.fail(false);

    assertThat(configurations.keys()).isEqualTo(before);
  }

  @Test
  void what_is_not_possible_from_the_start_is_said() {
    assertThatThrownBy(() -> start(file("a.log").level("LOUD"))).hasMessageContaining("LOUD");

    assertThat(configurations.keys()).isEqualTo(BASE);
  }

  @Test
  void what_is_done_to_keep_order_has_a_file_of_its_own() throws Exception {
    String audit = "log4j2.appender.advanced_logging_audit.fileName";
    AdvancedLogging logging = start(file("a.log").with("audit__file", "audit.log"));
    assertThat(configurations.keys())
        .containsEntry(audit, folder.resolve("audit.log").toString())
        .containsEntry("log4j2.logger.advanced_logging_audit.name", "italk.audit")
        .containsEntry("log4j2.logger.advanced_logging_audit.additivity", "false");

    logging.modified(file("a.log").options());
    assertThat(configurations.keys())
        .doesNotContainKey(audit)
        .containsEntry("log4j2.logger.advanced_logging_audit.level", "OFF");

    logging.deactivate();
    assertThat(configurations.keys()).isEqualTo(BASE);
  }

  @Test
  void one_file_can_not_be_both() {
    assertThatThrownBy(() -> start(file("a.log").with("audit__file", "./a.log")))
        .hasMessageContaining("audit_file is another file");
  }

  @Test
  void keys_that_somebody_overwrote_are_put_back() throws Exception {
    AdvancedLogging logging = start(file("a.log"));
    Map<String, Object> before = configurations.keys();
    configurations.overwrite(BASE);

    logging.configurationEvent(event("another.pid", ConfigurationEvent.CM_UPDATED));
    logging.configurationEvent(event(PaxLoggingKeys.PID, ConfigurationEvent.CM_LOCATION_CHANGED));
    assertThat(configurations.keys()).isEqualTo(BASE);

    logging.configurationEvent(event(PaxLoggingKeys.PID, ConfigurationEvent.CM_UPDATED));
    assertThat(configurations.keys()).isEqualTo(before);
  }

  @Test
  void after_the_end_nothing_is_put_back() throws Exception {
    AdvancedLogging logging = start(file("a.log"));
    logging.deactivate();

    logging.configurationEvent(event(PaxLoggingKeys.PID, ConfigurationEvent.CM_UPDATED));

    assertThat(configurations.keys()).isEqualTo(BASE);
  }

  @Test
  void a_quarrel_ends_and_is_taken_up_again_after_a_while() throws Exception {
    AdvancedLogging logging = start(file("a.log"));
    int before = configurations.writes();

    quarrel(logging);
    assertThat(configurations.writes() - before).isEqualTo(Patience.TIMES);
    assertThat(configurations.keys()).isEqualTo(BASE);

    nanos.addAndGet(Patience.CALM_NANOS + 1);
    logging.configurationEvent(event(PaxLoggingKeys.PID, ConfigurationEvent.CM_UPDATED));
    assertThat(configurations.keys()).containsKey(FILE_NAME);
  }

  @Test
  void changed_options_are_a_new_reason_to_put_back() throws Exception {
    AdvancedLogging logging = start(file("a.log"));
    quarrel(logging);

    logging.modified(file("b.log").options());
    configurations.overwrite(BASE);
    logging.configurationEvent(event(PaxLoggingKeys.PID, ConfigurationEvent.CM_UPDATED));

    assertThat(configurations.keys()).containsEntry(FILE_NAME, folder.resolve("b.log").toString());
  }

  private void quarrel(AdvancedLogging logging) {
    for (int i = 0; i < 50; i++) {
      configurations.overwrite(BASE);
      logging.configurationEvent(event(PaxLoggingKeys.PID, ConfigurationEvent.CM_UPDATED));
    }
  }

  private AdvancedLogging start(TestOptions options) throws Exception {
    return start(Map.of("italk.log", folder.toString()), options);
  }

  private AdvancedLogging start(Map<String, String> properties, TestOptions options)
      throws Exception {
    return new AdvancedLogging(
        configurations.service(), properties::get, new Patience(nanos::get), options.options());
  }

  @SuppressWarnings("unchecked") // a proxy of a generic type
  private static ConfigurationEvent event(String pid, int type) {
    ServiceReference<ConfigurationAdmin> source =
        (ServiceReference<ConfigurationAdmin>)
            Proxy.newProxyInstance(
                ServiceReference.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (self, method, arguments) -> {
                  throw new UnsupportedOperationException(method.toString());
                });
    return new ConfigurationEvent(source, type, null, pid);
  }
}
