package italk.itest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import italk.itest.support.Built;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** The house plan's table of who may import whom, read off the bundles that were built. */
public class RoomsIT {

  private static final String API = "italk.engine.api";

  @Test
  public void nobodyImportsMoreOfOursThanTheApi() throws Exception {
    bundles()
        .forEach(
            (name, manifest) ->
                importsOf(manifest).stream()
                    .filter(imported -> imported.startsWith("italk."))
                    .forEach(
                        imported ->
                            assertTrue(
                                name + " imports " + imported,
                                imported.equals(API) || imported.startsWith(API + "."))));
  }

  @Test
  public void theApiImportsNothingButTheJdkAndItself() throws Exception {
    for (String imported : importsOf(bundles().get(API))) {
      assertTrue(imported, imported.startsWith("java.") || imported.startsWith(API));
    }
  }

  @Test
  public void onlyTheApiExports() throws Exception {
    bundles()
        .forEach(
            (name, manifest) -> {
              if (!name.equals(API)) {
                assertEquals(name, null, manifest.getValue("Export-Package"));
              }
            });
  }

  @Test
  public void nobodyImportsDynamicallyOrHasAnActivator() throws Exception {
    bundles()
        .forEach(
            (name, manifest) -> {
              assertEquals(name, null, manifest.getValue("DynamicImport-Package"));
              assertEquals(name, null, manifest.getValue("Bundle-Activator"));
            });
  }

  @Test
  public void anExtensionSaysThatItIsOne() throws Exception {
    Map<String, Attributes> extensions = new TreeMap<>(bundles());
    extensions.keySet().removeIf(name -> !name.startsWith("italk.ext."));
    assertFalse(extensions.isEmpty());
    extensions.forEach(
        (name, manifest) ->
            assertTrue(name, manifest.getValue("Provide-Capability").contains("italk.extension")));
  }

  @Test
  public void everyTypeOfTheApiSaysWhoImplementsIt() {
    JavaClasses api = new ClassFileImporter().importPackages(API);
    List<String> silent =
        api.stream()
            .filter(type -> type.getModifiers().toString().contains("PUBLIC"))
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .filter(type -> !type.isAnnotatedWith(ProviderType.class))
            .filter(type -> !type.isAnnotatedWith(ConsumerType.class))
            .map(type -> type.getName())
            .toList();
    assertTrue(api.size() > 30);
    assertEquals(List.of(), silent);
  }

  @Test
  public void theEngineDoesNotKnowItsNeighbours() throws Exception {
    try (Stream<Path> rooms = Files.list(Built.root())) {
      Path[] classes =
          rooms
              .map(room -> room.resolve("target/classes"))
              .filter(Files::isDirectory)
              .filter(folder -> !folder.toString().contains("runtime"))
              .toArray(Path[]::new);
      JavaClasses all = new ClassFileImporter().importPaths(classes);
      for (String room :
          List.of(
              "engine.impl", "engine.config", "engine.store", "engine.shell", "engine.deploy")) {
        noClasses()
            .that()
            .resideOutsideOfPackage("italk." + room + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("italk." + room + "..")
            .check(all);
      }
    }
  }

  private static Map<String, Attributes> bundles() throws IOException {
    Map<String, Attributes> bundles = new TreeMap<>();
    List<Path> jars = new ArrayList<>();
    for (String folder : List.of("bundle/3-engine", "bundle/5-shell", "extensions")) {
      try (Stream<Path> files = Files.list(Built.distribution().resolve(folder))) {
        files
            .filter(file -> file.getFileName().toString().matches("italk\\..*\\.jar"))
            .forEach(jars::add);
      }
    }
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        Attributes manifest = file.getManifest().getMainAttributes();
        bundles.put(manifest.getValue("Bundle-SymbolicName"), manifest);
      }
    }
    assertEquals(bundles.toString(), 13, bundles.size());
    return bundles;
  }

  private static List<String> importsOf(Attributes manifest) {
    String header = manifest.getValue("Import-Package");
    // Commas inside quotes belong to version ranges.
    return Stream.of(header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
        .map(clause -> clause.split(";")[0].strip())
        .collect(Collectors.toList());
  }
}
