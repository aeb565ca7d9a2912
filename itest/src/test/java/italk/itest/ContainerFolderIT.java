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

/** Configurations by files in a folder that FileInstall reads, as in Karaf's {@code etc}. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ContainerFolderIT extends OwnContainerTests {

  @Configuration
  public Option[] byFilesInAFolder() throws IOException {
    Path home = Built.target().resolve("homes/container-folder");
    Option container =
        OwnContainer.byFolder(
            home,
            files ->
                files.replace("\"welcome\"]", "\"welcome\", " + BOTH + "]")
                    + stampFile("modified", 1)
                    + stampFile("restarted", 2));
    putExtensions(home);
    return options(container);
  }

  private static String stampFile(String kind, int ranking) {
    return String.format(
        "%n# etc/italk.extension.%1$s_stamp.cfg%ntoken=\"own\"%nlimit=I\"5\"%n"
            + "italk.extension=\"%1$s_stamp\"%nservice.ranking=I\"%2$d\"%n",
        kind, ranking);
  }
}
