package italk.itest;

import static org.ops4j.pax.exam.CoreOptions.options;

import italk.itest.support.Built;
import italk.itest.support.OwnContainer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** Configurations by the OSGi Configurator, out of a bundle with JSON. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ContainerIT extends OwnContainerTests {

  @Configuration
  public Option[] byConfigurator() throws IOException {
    Path home = Built.target().resolve("homes/container-configurator");
    Option container =
        OwnContainer.byConfigurator(
            home,
            "configurator.jar",
            json ->
                json.replace("\"welcome\"],", "\"welcome\", " + BOTH + "],")
                    .replace(
                        "  \"italk.engine\":",
                        stampJson("modified", 1)
                            + stampJson("restarted", 2)
                            + "  \"italk.engine\":"));
    putExtensions(home);
    return options(container);
  }

  private static String stampJson(String kind, int ranking) {
    return String.format(
        "  \"italk.extension.%1$s_stamp\": {\"token\": \"own\", \"limit:Integer\": 5,"
            + " \"italk.extension\": \"%1$s_stamp\", \"service.ranking:Integer\": %2$d},%n",
        kind, ranking);
  }
}
