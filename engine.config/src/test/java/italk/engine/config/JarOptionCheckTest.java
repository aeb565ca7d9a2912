package italk.engine.config;

import static italk.engine.api.operation.OptionChange.Kind.GONE;
import static italk.engine.api.operation.OptionChange.Kind.INVALID;
import static italk.engine.api.operation.OptionChange.Kind.NEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import italk.engine.api.operation.OptionChange;
import italk.engine.config.JarOptionCheck.Snapshot;
import italk.engine.config.json.JsonReader;
import italk.engine.config.placeholder.Interpolation;
import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Installed.InstalledExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

/** With real jars, whose documents are as bnd writes them. */
class JarOptionCheckTest {

  private static final String BURST = "<AD id=\"burst\" type=\"Integer\" min=\"1\" default=\"5\"/>";
  private static final String MESSAGE = "<AD id=\"message\" type=\"String\" default=\"hi\"/>";
  private static final String FILE =
      """
      {"extensions": ["x"],
       "x": {"burst": 7, "timeout_ms": 50}}
      """;

  @TempDir Path folder;

  private final MetatypeDocuments documents = new MetatypeDocuments();
  private final List<InstalledExtension> installed = new ArrayList<>();
  private String file = FILE;

  @BeforeEach
  void installTheVersionBefore() throws IOException {
    install(5, true, BURST + MESSAGE);
  }

  // --- what differs ---------------------------------------------------------------------------

  @Test
  void saysNothingWhereNothingDiffers() throws IOException {
    assertThat(check(BURST + MESSAGE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<AD id='o' type='Integer' min='1' max='9' default='5'/> | a whole number from 1 to 9, default 5",
        "<AD id='o' type='String' default=''/>                   | a text, default \"\"",
        "<AD id='o' type='String' default='hi'/>                 | a text, default \"hi\"",
        "<AD id='o' type='Boolean' required='false'/>            | true or false, may be left out",
        "<AD id='o' type='Double' cardinality='3' default='1,2'/>| a list of at most 3, each a number, default 1, 2",
        "<AD id='o' type='String' cardinality='2147483647'/>     | a list, each a text, may be left out",
        "<AD id='o' type='Password' default='hunter2'/>          | a text, has a default (not shown, because it is secret)",
      })
  void tellsTypeAndDefaultOfWhatIsNew(String option, String detail) throws IOException {
    assertThat(check(BURST + MESSAGE + option.replace('\'', '"')))
        .containsExactly(new OptionChange(NEW, "o", detail));
  }

  @Test
  void tellsWhatIsGoneAndNotUsed() throws IOException {
    assertThat(check(BURST))
        .containsExactly(new OptionChange(GONE, "message", "was a text, default \"hi\""));
  }

  @Test
  void whatIsGoneAndUsedIsInvalid() throws IOException {
    assertThat(check(MESSAGE))
        .containsExactly(
            new OptionChange(
                INVALID,
                "burst",
                "config.json:2:8: x.burst: unknown option. Options of x: message, failure_policy,"
                    + " timeout_ms."));
  }

  @Test
  void whatDoesNotFitIsInvalidInTheWordsOfThePlanner() throws IOException {
    assertThat(check("<AD id=\"burst\" type=\"Integer\" min=\"1\" max=\"6\"/>" + MESSAGE))
        .containsExactly(
            new OptionChange(
                INVALID,
                "burst",
                "config.json:2:17: x.burst: expected a whole number from 1 to 6, found 7."));
  }

  @Test
  void whatIsRequiredAndMissingIsInvalidAndNotNew() throws IOException {
    assertThat(check(BURST + MESSAGE + "<AD id=\"server.url\" type=\"String\"/>"))
        .containsExactly(
            new OptionChange(
                INVALID,
                "server_url",
                "config.json:2:2: x.server_url: is missing: expected a text, there is no"
                    + " default."));
  }

  @Test
  void tellsTheKeyOfWhatStandsInAListOrIsAFlatKey() throws IOException {
    file =
        """
        {"extensions": ["welcome"],
         "welcome_message": 5,
         "welcome": {"names": ["a", 5]}}
        """;

    assertThat(
            checkOf(
                "welcome", jar("<AD id=\"names\" type=\"String\" cardinality=\"9\"/>" + MESSAGE)))
        .containsExactly(
            new OptionChange(
                INVALID, "message", "config.json:2:21: welcome_message: expected a text, found 5."),
            new OptionChange(
                INVALID, "names", "config.json:3:29: welcome.names[1]: expected a text, found 5."));
  }

  @Test
  void putsWhatIsInvalidFirstThenGoesByKey() throws IOException {
    String next =
        "<AD id=\"a\" type=\"String\" default=\"\"/><AD id=\"z\" type=\"String\"/>"
            + "<AD id=\"n\" type=\"String\" default=\"\"/><AD id=\"q\" type=\"String\"/>"
            + BURST;

    assertThat(check(next))
        .extracting(it -> it.kind() + " " + it.option())
        .containsExactly("INVALID q", "INVALID z", "NEW a", "GONE message", "NEW n");
  }

  @Test
  void comparesWithTheBundleThatCounts() throws IOException {
    install(3, false, BURST + MESSAGE + "<AD id=\"other\" type=\"String\"/>");

    assertThat(check(BURST + MESSAGE)).isEmpty();
  }

  @Test
  void leavesOutWhatIsNotTheExtensionsToSay() throws IOException {
    String hidden =
        "<AD id=\"service.ranking\" type=\"Integer\"/><AD id=\"timeout_ms\" type=\"Long\"/>";

    assertThat(check(BURST + MESSAGE + hidden)).isEmpty();
  }

  // --- where there is less --------------------------------------------------------------------

  @Test
  void whatIsNotEnabledLacksNothingAndMayBeInvalid() throws IOException {
    file = "{\"extensions\": [],\n \"x\": {\"burst\": \"many\"}}";

    assertThat(check(BURST + MESSAGE + "<AD id=\"url\" type=\"String\"/>"))
        .containsExactly(
            new OptionChange(
                INVALID,
                "burst",
                "config.json:2:17: x.burst: expected a whole number of at least 1, found"
                    + " \"many\"."),
            new OptionChange(NEW, "url", "a text, required"));
  }

  @Test
  void withoutASectionOnlyWhatIsRequiredIsInvalid() throws IOException {
    file = "{\"extensions\": [\"x\"]}";

    assertThat(
            check(
                "<AD id=\"url\" type=\"String\"/><AD id=\"a\" type=\"Long\" default=\"1\"/>"
                    + BURST
                    + MESSAGE))
        .containsExactly(
            new OptionChange(
                INVALID,
                "url",
                "config.json:1:17: x.url: is missing: expected a text, there is no default."),
            new OptionChange(NEW, "a", "a whole number, default 1"));
  }

  @Test
  void whereNothingIsInstalledEverythingIsNew() throws IOException {
    installed.clear();

    assertThat(check(BURST)).extracting("kind", "option").containsExactly(tuple(NEW, "burst"));
  }

  @Test
  void aVersionWithoutMetatypeTakesWhatThereIs() throws IOException {
    Path undescribed = zip(Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"));
    assertThat(checkOf("x", undescribed))
        .extracting("kind", "option")
        .containsExactly(tuple(GONE, "message"));

    file = "{\"extensions\":[\"x\"],\"x\":{\"burst\":{}}}";
    assertThat(checkOf("x", undescribed))
        .extracting("kind", "option")
        .containsExactly(tuple(INVALID, "burst"), tuple(GONE, "message"));
  }

  // --- secrets --------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<AD id='burst' type='Password' max='3' default=''/>",
        "<AD id='burst' type='Integer' default='1'/>",
        "<AD id='burst' type='String' default='a'><Option label='a' value='hunter1'/></AD>",
        "<AD id='burst' type='Integer' cardinality='5' default='1'/>",
        "",
      })
  void neverShowsASecretWhateverTheNewVersionTakesItFor(String option) throws IOException {
    installed.clear();
    install(5, true, "<AD id=\"burst\" type=\"Password\" default=\"hunter3\"/>");
    file = "{\"extensions\":[\"x\"],\"x\":{\"burst\":\"hunter2\"}}";

    assertThat(check(option.replace('\'', '"') + MESSAGE))
        .hasSize(2)
        .first()
        .satisfies(it -> assertThat(it.kind()).isEqualTo(INVALID))
        .satisfies(it -> assertThat(it.option()).isEqualTo("burst"))
        .satisfies(it -> assertThat(it.detail()).doesNotContain("hunter2", "hunter3"));
  }

  // --- jars that are none ---------------------------------------------------------------------

  @Test
  void answersForAJarThatCannotBeRead() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar at all");

    assertThat(checkOf("x", broken))
        .singleElement()
        .satisfies(it -> assertThat(it.kind()).isEqualTo(INVALID))
        .satisfies(it -> assertThat(it.detail()).contains("broken.jar", "can't be read"));
    assertThat(checkOf("x", folder.resolve("absent.jar"))).singleElement();
  }

  @Test
  void answersForADocumentThatCannotBeRead() throws IOException {
    Path jar = zip(Map.of("OSGI-INF/metatype/o.xml", "<no"));
    Path large = zip(Map.of("OSGI-INF/metatype/o.xml", " ".repeat((1 << 20) + 1)));

    for (Path each : List.of(jar, large)) {
      assertThat(checkOf("x", each))
          .singleElement()
          .satisfies(it -> assertThat(it.kind()).isEqualTo(INVALID))
          .satisfies(it -> assertThat(it.detail()).contains("OSGI-INF/metatype/o.xml"));
    }
  }

  @Test
  void readsOnlyTheFolderOfTheDocuments() throws IOException {
    Path jar =
        zip(
            Map.of(
                "OSGI-INF/metatype/o.xml",
                document(BURST + MESSAGE),
                "OSGI-INF/metatype/more/o.xml",
                "<no",
                "inside/OSGI-INF/metatype/o.xml",
                "<no"));

    assertThat(checkOf("x", jar)).isEmpty();
  }

  // --- how it is set up -----------------------------------------------------------------------

  private List<OptionChange> check(String options) throws IOException {
    return checkOf("x", jar(options));
  }

  private List<OptionChange> checkOf(String extension, Path jar) {
    return new JarOptionCheck(documents, this::snapshot, Interpolation.NONE).check(extension, jar);
  }

  private Snapshot snapshot() {
    try {
      byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
      InForce inForce = new InForce("config.json", bytes, new JsonReader().read(bytes), true);
      return new Snapshot(inForce, new Installed(installed, List.of()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void install(long id, boolean started, String options) throws IOException {
    installed.add(
        new InstalledExtension(
            "x", id, Version.valueOf("1.0.0"), started, "sample.X", documents.read(jar(options))));
  }

  private Path jar(String options) throws IOException {
    return zip(Map.of("OSGI-INF/metatype/o.xml", document(options)));
  }

  private static String document(String options) {
    return """
        <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
          <OCD id="o" name="Options">%s</OCD>
          <Designate pid="italk.extension.x"><Object ocdref="o"/></Designate>
        </metatype:MetaData>
        """
        .formatted(options);
  }

  private Path zip(Map<String, String> entries) throws IOException {
    Path jar = Files.createTempFile(folder, "next", ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new JarEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
