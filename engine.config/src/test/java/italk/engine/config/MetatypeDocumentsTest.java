package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.config.plan.ObjectClass;
import italk.engine.config.words.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** The words of the options; the options themselves are tested with the bundles. */
class MetatypeDocumentsTest {

  private static final String DOCUMENT =
      """
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0"%s>
        <OCD id="o" name="%%name" description="As it stands.">
          <AD id="a" type="String" name="%%a.name" description="%%a.description"/>
        </OCD>
        <Designate pid="sample"><Object ocdref="o"/></Designate>
      </metatype:MetaData>
      """;
  private static final String LOCALIZED =
      DOCUMENT.formatted(" localization=\"OSGI-INF/l10n/words\"");
  private static final String NOT_LOCALIZED = DOCUMENT.formatted("");

  @TempDir Path folder;

  private final MetatypeDocuments documents = new MetatypeDocuments();
  private final Map<String, String> entries = new LinkedHashMap<>();

  @Test
  void readsTheWordsInEveryLanguage() throws IOException {
    entries.put("OSGI-INF/metatype/o.xml", LOCALIZED);
    entries.put("OSGI-INF/l10n/words.properties", "name=Sample\na.name=An option");
    entries.put("OSGI-INF/l10n/words_fr.properties", "name=\\u00c9chantillon");
    entries.put("OSGI-INF/l10n/words_fr_CA.properties", "a.name=Une option d'ici");
    entries.put("OSGI-INF/l10n/other_fr.properties", "name=Other");

    for (Words words : both()) {
      assertThat(words.of(Locale.ROOT)).isEqualTo(new Words.Text("Sample", "As it stands."));
      assertThat(words.of(Locale.FRANCE).name()).isEqualTo("Échantillon");
      assertThat(words.of(Locale.GERMAN).name()).isEqualTo("Sample");
      assertThat(words.of("a", Locale.CANADA_FRENCH).name()).isEqualTo("Une option d'ici");
      assertThat(words.of("a", Locale.FRANCE).name()).isEqualTo("An option");
      assertThat(words.of("a", Locale.FRANCE).description()).isEqualTo("a.description");
      assertThat(words.of("unknown", Locale.FRANCE)).isEqualTo(Words.Text.NONE);
    }
  }

  @Test
  void readsTheBundlesOwnWordsWhereTheDocumentNamesNoOthers() throws IOException {
    entries.put("OSGI-INF/metatype/o.xml", NOT_LOCALIZED);
    entries.put("OSGI-INF/l10n/bundle.properties", "name=Sample");

    for (Words words : both()) {
      assertThat(words.of(Locale.FRANCE).name()).isEqualTo("Sample");
    }
  }

  @Test
  void doesWithoutWordsThatCantBeRead() throws IOException {
    entries.put("OSGI-INF/metatype/o.xml", LOCALIZED);
    entries.put("OSGI-INF/l10n/words.properties", "name=\\uXYZW");

    for (Words words : both()) {
      assertThat(words.of(Locale.ROOT).name()).isEqualTo("name");
    }
  }

  /** As they are in a bundle, and in a jar that is not installed. */
  private List<Words> both() throws IOException {
    Path jar = folder.resolve("sample.jar");
    Path bundle = Files.createDirectory(folder.resolve("bundle"));
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream jarOut = new JarOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        jarOut.putNextEntry(new ZipEntry(entry.getKey()));
        jarOut.write(entry.getValue().getBytes(StandardCharsets.ISO_8859_1));
        Path file = bundle.resolve(entry.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, entry.getValue(), StandardCharsets.ISO_8859_1);
      }
    }
    ObjectClass ofJar = documents.read(jar).get(0);
    Bundle installed = FakeFramework.bundle(5, Bundle.ACTIVE, 0, bundle, null);
    return List.of(ofJar.words(), documents.read(installed).get(0).words());
  }
}
