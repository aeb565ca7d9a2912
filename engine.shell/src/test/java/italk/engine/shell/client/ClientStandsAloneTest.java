package italk.engine.shell.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The client runs outside of the framework, where neither OSGi nor the API nor a logger is. */
class ClientStandsAloneTest {

  private static final String CLIENT = "italk.engine.shell.client";

  private final JavaClasses client =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(CLIENT);

  @Test
  void itNeedsTheJdkAndAtMostJLine() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jline..", CLIENT)
        .check(client);
  }

  @Test
  void onlyThePromptNeedsJLine() {
    classes()
        .that()
        .doNotHaveSimpleName("JLinePrompt")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", CLIENT)
        .check(client);
  }
}
