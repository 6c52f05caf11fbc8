package coop.croft.services;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Arrows between modules and between services never turn back. */
class ArrowsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("coop.croft");

  private static void never(String from, String... to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to)
        .check(CLASSES);
  }

  @Test
  void theLanguageKnowsNothingOfHosting() {
    never("coop.croft.lang..", "coop.croft.core..", "coop.croft.services..");
  }

  @Test
  void theCoreKnowsNoService() {
    never("coop.croft.core..", "coop.croft.services..");
  }

  @Test
  void baseIsForAllAndKnowsNoOtherService() {
    never(
        "coop.croft.services.base..",
        "coop.croft.services.domain..",
        "coop.croft.services.dns..",
        "coop.croft.services.web..");
  }

  @Test
  void domainKnowsOnlyBase() {
    never("coop.croft.services.domain..", "coop.croft.services.dns..", "coop.croft.services.web..");
  }

  @Test
  void dnsAndWebDoNotKnowEachOther() {
    never("coop.croft.services.dns..", "coop.croft.services.web..");
    never("coop.croft.services.web..", "coop.croft.services.dns..");
  }

  @Test
  void onlyTheCoreSpeaksToTheOperatingSystem() {
    never("coop.croft.services..", "java.lang.foreign..");
    never("coop.croft.lang..", "java.lang.foreign..", "java.nio.file..", "java.net..");
  }
}
