package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.config.plan.Installed;
import italk.engine.config.schema.ConfigSchema;
import italk.engine.config.schema.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaFileTest {

  private static final Installed LESS = new Installed(List.of(Sample.WELCOME), List.of());
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

  @TempDir Path folder;

  private final RecordingLogger logger = new RecordingLogger();
  private Path config;
  private SchemaFile file;

  @BeforeEach
  void writeConfig() throws IOException {
    config = Files.writeString(folder.resolve("config.json"), "{}");
    file = schemaFile(Locale.ENGLISH);
  }

  @Test
  void liesBesideTheFileItDescribes() throws IOException {
    file.keep(Sample.ALL);

    assertThat(Files.readString(folder.resolve("config.schema.json")))
        .isEqualTo(ConfigSchema.of(Sample.ALL, Locale.ENGLISH));
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void followsWhatIsInstalled() throws IOException {
    file.keep(Sample.ALL);
    file.keep(LESS);

    assertThat(Files.readString(file.path())).isEqualTo(ConfigSchema.of(LESS, Locale.ENGLISH));
  }

  @Test
  void isNotTouchedWhereItIsRightAlready() throws IOException {
    file.keep(Sample.ALL);
    Files.setLastModifiedTime(file.path(), LONG_AGO);

    file.keep(new Installed(Sample.ALL.extensions(), Sample.ALL.core()));
    // The next start.
    schemaFile(Locale.ENGLISH).keep(Sample.ALL);

    assertThat(Files.getLastModifiedTime(file.path())).isEqualTo(LONG_AGO);
  }

  @Test
  void isNotWrittenWhereNobodyHasAFile() throws IOException {
    Files.delete(config);

    file.keep(Sample.ALL);

    assertThat(folder).isEmptyDirectory();

    // And is, as soon as somebody has.
    Files.writeString(config, "{}");
    file.keep(Sample.ALL);
    assertThat(file.path()).exists();
  }

  @Test
  void warnsOnceWhereItCantBeWritten() throws IOException {
    // A folder in its place: root may write everywhere, also where a folder is read-only.
    Files.createDirectories(file.path().resolve("in the way"));

    file.keep(Sample.ALL);
    file.keep(LESS);

    List<String> said = logger.take();
    assertThat(said).hasSize(1);
    assertThat(said.get(0)).startsWith("WARN").contains("config.schema.json can't be written");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  private SchemaFile schemaFile(Locale locale) {
    return new SchemaFile(config, locale, new Reports(logger.logger, System::nanoTime));
  }
}
