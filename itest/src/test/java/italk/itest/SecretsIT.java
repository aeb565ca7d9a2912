package italk.itest;

import static italk.itest.support.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import italk.engine.api.Engine;
import italk.engine.api.configuration.EngineConfiguration;
import italk.itest.mail.Mail;
import italk.itest.support.Built;
import italk.itest.support.DistributionOptions;
import italk.itest.support.Moderated;
import italk.itest.support.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Map;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * An extension's password comes from a secret file, other options from the environment and from
 * properties: the component gets the values, everybody else sees the placeholders.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SecretsIT {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String FIRST = "hunter2-of-the-first-file";
  private static final String SECOND_SECRET = "other-secret-of-the-second-file";
  private static final String CONFIG =
      """
      {"extensions": ["mail"],
       "mail": {"password": "$[secret:mail]", "port": "$[prop:itest.port]",
                "others": "$[prop:itest.others;default=1,2,3]", "user": "$[env:PATH]"}}
      """;

  @Inject private Engine engine;
  @Inject private EngineConfiguration configuration;
  @Inject private ConfigurationAdmin admin;
  @Inject private BundleContext context;

  @Configuration
  public Option[] configuration() throws IOException {
    Path home = Built.target().resolve("homes/secrets");
    Option distribution = DistributionOptions.with(home, CONFIG);
    Files.createDirectories(home.resolve("conf/secrets"));
    Files.writeString(home.resolve("conf/secrets/mail"), FIRST + "\n");
    Path jar =
        TestJar.bundle("mail.jar", "italk.itest.mail", "1.0.0", "italk.itest.mail", Map.of());
    Files.copy(jar, home.resolve("extensions/mail.jar"));
    return options(
        distribution,
        frameworkProperty("itest.port").value("2525"),
        systemProperty("itest.home").value(home.toString()));
  }

  @Test
  public void componentsGetTheValuesAndNobodyElseDoes() throws Exception {
    Path home = Path.of(System.getProperty("itest.home"));
    Path config = home.resolve("config.json");
    Path secret = home.resolve("conf/secrets/mail");
    eventually("the component has all values", SOON, () -> marks(FIRST, 2525));
    assertEquals("$[secret:mail]", held(".password"));
    assertEquals("$[prop:itest.port;type=Integer]", held("port"));

    replace(secret, SECOND_SECRET);
    eventually("a changed secret is noticed", SECOND, () -> marks(SECOND_SECRET, 2525));

    replace(config, CONFIG.replace("$[prop:itest.port]", "$[secret:mail]"));
    Path log = home.resolve("log/italk.log");
    eventually(
        "a secret that is no number is refused without being shown",
        SOON,
        () ->
            Files.readString(log)
                .contains(
                    "mail.port: expected a whole number, found a text from $[secret:mail] (not"
                        + " shown, because it is secret)"));
    Files.delete(secret);
    replace(config, CONFIG.replace("[secret:mail]", "[secret:nothing]"));
    eventually(
        "a secret that is missing is named",
        SOON,
        () -> Files.readString(log).contains("there is no file conf/secrets/nothing"));
    assertTrue("what was in force stays", marks(SECOND_SECRET, 2525));

    assertEquals("\"(secret)\"", configuration.get("mail.password").orElse("nothing"));
    assertHidden("shell", configuration.get("").orElseThrow() + configuration.history());
    for (org.osgi.service.cm.Configuration held : admin.listConfigurations(null)) {
      assertHidden("Config Admin", text(held.getProperties()));
    }
    for (ServiceReference<?> service : context.getAllServiceReferences(null, null)) {
      assertHidden("services", service.getProperties().toString());
    }
    assertFilesHide(home.resolve("log"));
    assertFilesHide(home.resolve("data"));
  }

  private boolean marks(String password, int port) throws Exception {
    return Moderated.mark(engine).equals(Mail.mark(password, port, 3, System.getenv("PATH")));
  }

  private Object held(String key) throws IOException {
    return admin.getConfiguration("italk.extension.mail", "?").getProperties().get(key);
  }

  private static void replace(Path file, String content) throws IOException {
    Moderated.drop(Files.writeString(file.resolveSibling("written"), content), file);
  }

  private static void assertFilesHide(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertHidden(file.toString(), new String(Files.readAllBytes(file), "ISO-8859-1"));
      }
    }
  }

  private static void assertHidden(String where, String text) {
    assertFalse("in " + where, text.contains(FIRST) || text.contains(SECOND_SECRET));
  }

  private static String text(Dictionary<String, Object> properties) {
    StringBuilder text = new StringBuilder();
    for (String key : Collections.list(properties.keys())) {
      Object value = properties.get(key);
      text.append(value instanceof Object[] array ? Arrays.toString(array) : value);
    }
    return text.toString();
  }
}
