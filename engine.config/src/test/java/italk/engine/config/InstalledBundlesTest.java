package italk.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import italk.engine.config.plan.Installed;
import italk.engine.config.plan.Option;
import italk.engine.config.plan.OptionType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

class InstalledBundlesTest {

  private static final Map<String, Object> LIMITER =
      Map.of("italk.extension", "limiter", "component", "sample.Limiter");

  /** As bnd writes it. */
  private static final String DOCUMENT =
      """
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
        <OCD id="o" name="Options">
          <AD id="burst" type="Integer" min="1" max="10000" default="5"/>
          <AD id="per.second" type="Double" default="1.5"/>
          <AD id="roles" type="String" cardinality="2147483647" default=""/>
          <AD id="list" type="Long" cardinality="2147483647"/>
          <AD id="message" type="String" default=""/>
          <AD id="needed" type="String"/>
          <AD id="level" type="String" default="INFO">
            <Option label="INFO" value="INFO"/>
            <Option label="DEBUG" value="DEBUG"/>
          </AD>
          <AD id="secret" type="Password" default=""/>
          <AD id="optional" type="Boolean" required="false"/>
        </OCD>
        <Designate pid="%s"><Object ocdref="o"/></Designate>
        <Designate factoryPid="many"><Object ocdref="o"/></Designate>
      </metatype:MetaData>
      """;

  @TempDir Path folder;

  private final FakeFramework framework = new FakeFramework();
  private final AtomicInteger lookedAgain = new AtomicInteger();
  private final InstalledBundles bundles =
      new InstalledBundles(
          framework.context, new MetatypeDocuments(), lookedAgain::incrementAndGet);

  @Test
  void readsTheOptionsThatMetatypeDescribes() throws IOException {
    add(3, Bundle.ACTIVE, 0, "italk.extension.limiter", LIMITER);

    Installed.InstalledExtension extension = bundles.look().extensions().get(0);
    assertThat(extension.name()).isEqualTo("limiter");
    assertThat(extension.component()).isEqualTo("sample.Limiter");
    assertThat(extension.bundleId()).isEqualTo(3);
    assertThat(extension.version()).hasToString("1.0.3");
    assertThat(extension.objectClasses()).hasSize(1);
    assertThat(extension.objectClasses().get(0).pid()).isEqualTo("italk.extension.limiter");
    assertThat(extension.objectClasses().get(0).options())
        .containsExactlyInAnyOrder(
            new Option(
                "burst",
                OptionType.INTEGER,
                0,
                List.of(),
                Optional.of(BigDecimal.ONE),
                Optional.of(BigDecimal.valueOf(10_000)),
                false,
                List.of("5")),
            option("per.second", OptionType.DOUBLE, 0, "1.5"),
            option("roles", OptionType.TEXT, Integer.MAX_VALUE, false),
            option("list", OptionType.LONG, Integer.MAX_VALUE, false),
            option("message", OptionType.TEXT, 0, ""),
            option("needed", OptionType.TEXT, 0, true),
            option("level", OptionType.TEXT, 0, "INFO", "INFO", "DEBUG"),
            option("secret", OptionType.SECRET, 0, ""),
            option("optional", OptionType.BOOLEAN, 0, false));
  }

  @Test
  void countsABundleInEveryStateButUninstalled() throws IOException {
    add(1, Bundle.INSTALLED, 0, "a", Map.of("italk.extension", "a"));
    add(2, Bundle.RESOLVED, 0, "b", Map.of("italk.extension", "b"));
    add(3, Bundle.UNINSTALLED, 0, "c", Map.of("italk.extension", "c"));
    add(4, Bundle.RESOLVED, BundleRevision.TYPE_FRAGMENT, "d", Map.of("italk.extension", "d"));

    assertThat(bundles.look().extensions()).extracting("name").containsExactly("a", "b");
  }

  @Test
  void takesForTheCoreOnlyPidsOfTwoPartsOfBundlesThatAreNoExtensions() throws IOException {
    add(1, Bundle.ACTIVE, 0, "italk.store", null);
    add(2, Bundle.ACTIVE, 0, "italk.store.more", null);
    add(3, Bundle.ACTIVE, 0, "org.apache.felix.http", null);
    add(4, Bundle.ACTIVE, 0, "italk.engine", LIMITER);

    assertThat(bundles.look().core()).extracting("pid").containsExactly("italk.store");
  }

  @Test
  void takesAnExtensionWithoutMetatypeAndWithoutComponent() {
    framework.bundles.add(
        FakeFramework.bundle(5, Bundle.ACTIVE, 0, folder, Map.of("italk.extension", "x")));

    assertThat(bundles.look().extensions())
        .singleElement()
        .satisfies(it -> assertThat(it.component()).isEqualTo("italk.extension.x"))
        .satisfies(it -> assertThat(it.objectClasses()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"2, false", "4, false", "8, true", "16, false", "32, true"})
  void tellsWhichBundlesAreStarted(int state, boolean started) throws IOException {
    add(1, state, 0, "italk.extension.limiter", LIMITER);

    assertThat(bundles.look().extensions().get(0).started()).isEqualTo(started);
  }

  @Test
  void readsTheSameContentOnlyOnce() throws IOException {
    Path document = add(1, Bundle.INSTALLED, 0, "italk.extension.limiter", LIMITER);
    Installed before = bundles.look();

    Files.delete(document);
    assertThat(bundles.look()).isEqualTo(before);
    update(1);
    assertThat(bundles.look().extensions().get(0).objectClasses()).isEmpty();
    assertThat(lookedAgain).hasValue(0);
  }

  @Test
  void keepsWhatItKnowsWhereADocumentCannotBeRead() throws IOException {
    Path document = add(1, Bundle.INSTALLED, 0, "italk.extension.limiter", LIMITER);
    Installed before = bundles.look();

    Files.writeString(document, "<no");
    update(1);
    assertThat(bundles.look()).isEqualTo(before);
    assertThat(lookedAgain).hasValue(1);
  }

  @Test
  void keepsWhatItKnowsInTheMiddleOfAnUpdateAndLooksAgain() throws IOException {
    Path document = add(1, Bundle.INSTALLED, 0, "italk.extension.limiter", LIMITER);
    Installed before = bundles.look();
    assertThat(lookedAgain).hasValue(0);

    Path closed = Files.createFile(document.getParent().resolve("../../closed").normalize());
    update(1);
    assertThat(bundles.look()).isEqualTo(before);
    assertThat(lookedAgain).hasValue(1);

    Files.delete(closed);
    Files.delete(document);
    assertThat(bundles.look().extensions().get(0).objectClasses()).isEmpty();
    assertThat(lookedAgain).hasValue(1);
  }

  /** The same bundle with another revision: what its folder holds then is its new content. */
  private void update(long id) {
    framework.bundles.removeIf(it -> it.getBundleId() == id);
    Path entries = folder.resolve("bundle" + id);
    framework.bundles.add(FakeFramework.bundle(id, Bundle.INSTALLED, 0, entries, LIMITER));
  }

  private Path add(long id, int state, int types, String pid, Map<String, Object> capability)
      throws IOException {
    Path entries = folder.resolve("bundle" + id);
    Path documents = Files.createDirectories(entries.resolve("OSGI-INF/metatype"));
    Path document = Files.writeString(documents.resolve("o.xml"), String.format(DOCUMENT, pid));
    framework.bundles.add(FakeFramework.bundle(id, state, types, entries, capability));
    return document;
  }

  private static Option option(String id, OptionType type, int cardinality, boolean required) {
    return new Option(
        id, type, cardinality, List.of(), Optional.empty(), Optional.empty(), required);
  }

  private static Option option(
      String id, OptionType type, int cardinality, String defaultValue, String... allowed) {
    return new Option(
        id,
        type,
        cardinality,
        List.of(allowed),
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(defaultValue));
  }
}
